package io.vigie.kube.read;

import io.vigie.kube.model.Kubernetes;

/** What reading an object gave. */
public sealed interface Reading {

  /** The object. */
  record Good(Kubernetes object) implements Reading {}

  /**
   * It is not of the shape its schema says.
   *
   * @param why where, and what was expected
   */
  record Broken(String why) implements Reading {}
}
