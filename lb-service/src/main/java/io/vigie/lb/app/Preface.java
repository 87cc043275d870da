package io.vigie.lb.app;

import io.vigie.lb.codec.ProxyEncoder;
import io.vigie.lb.core.Hello;
import io.vigie.lb.core.LbConfig;
import java.nio.ByteBuffer;

/** What a server is sent before its client's own bytes. */
final class Preface {

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private Preface() {}

  static ByteBuffer of(LbConfig.Header header, Hello hello) {
    return switch (header) {
      case NONE -> EMPTY;
      case V1 -> ProxyEncoder.v1(hello.source(), hello.destination());
      case V2 -> ProxyEncoder.v2(hello.source(), hello.destination());
    };
  }
}
