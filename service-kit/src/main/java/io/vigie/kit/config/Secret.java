package io.vigie.kit.config;

/**
 * Text that is not to be seen: it prints as {@code [hidden]}.
 *
 * @param reveal the text
 */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "[hidden]";
  }
}
