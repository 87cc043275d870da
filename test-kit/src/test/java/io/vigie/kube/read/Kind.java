package io.vigie.kube.read;

/** Stands for the one that watchers' cores may know. */
public enum Kind {
  VOLUME
}
