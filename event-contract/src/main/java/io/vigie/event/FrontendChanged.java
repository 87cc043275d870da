package io.vigie.event;

/**
 * A frontend, probed as a client would use it, became reachable or unreachable.
 *
 * @param frontend the frontend, as named in the configuration
 * @param address the {@code host:port} that was probed
 * @param reached whether a client gets through
 * @param result how the probe that tipped it ended
 * @param detail the same for people
 * @param impaired whether the observer doubted itself then
 */
public record FrontendChanged(
    String frontend,
    String address,
    boolean reached,
    CheckResult result,
    String detail,
    boolean impaired)
    implements Event {

  public FrontendChanged {
    detail = Brief.of(detail);
  }

  @Override
  public String subject() {
    return frontend;
  }
}
