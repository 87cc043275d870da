package io.vigie.kube.read;

/** Stands for what watchers' cores may not know. */
public final class ObjectReader {
  private ObjectReader() {}
}
