package io.vigie.lb.codec;

import io.vigie.lb.codec.Progress.Broken;
import io.vigie.lb.codec.Progress.Done;
import io.vigie.lb.codec.Progress.NeedMore;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the server name from a TLS ClientHello without decrypting anything (RFC 8446 §4.1.2, RFC
 * 6066 §3). The hello may be spread over several records.
 */
public final class ClientHello {

  /** The most bytes looked at, record headers included. */
  public static final int MOST_BYTES = 16 * 1024;

  private static final int RECORD_HEADER = 5;
  private static final int RECORD_MOST = 16 * 1024 + 256;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;

  private ClientHello() {}

  /**
   * The server name in lower case, or nothing if the client speaks no TLS or names none. Looks from
   * position to limit; the buffer stays as it is. {@link Done#length} is 0: nothing is consumed.
   */
  public static Progress<Optional<String>> serverName(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    ByteBuffer message = ByteBuffer.allocate(Math.min(in.remaining(), MOST_BYTES));
    while (in.remaining() > 0) {
      if ((in.get(in.position()) & 0xFF) != HANDSHAKE) {
        return message.position() == 0 ? none() : broken("not a handshake record");
      }
      if (in.remaining() < RECORD_HEADER) {
        return more(bytes);
      }
      int major = in.get(in.position() + 1) & 0xFF;
      int length = in.getShort(in.position() + 3) & 0xFFFF;
      if (major != 3) {
        return message.position() == 0 ? none() : broken("TLS version " + major);
      }
      if (length == 0 || length > RECORD_MOST) {
        return broken("record of " + length + " bytes");
      }
      in.position(in.position() + RECORD_HEADER);
      int take = Math.min(Math.min(length, in.remaining()), message.remaining());
      message.put(in.slice().limit(take));
      if (whole(message)) {
        return hello(message.flip());
      }
      if (in.remaining() < length) {
        return more(bytes);
      }
      in.position(in.position() + length);
    }
    return more(bytes);
  }

  private static boolean whole(ByteBuffer message) {
    return message.position() >= 4 && message.position() >= 4 + (message.getInt(0) & 0xFFFFFF);
  }

  private static Progress<Optional<String>> hello(ByteBuffer message) {
    int header = message.getInt();
    if (header >>> 24 != CLIENT_HELLO) {
      return broken("handshake message " + (header >>> 24));
    }
    ByteBuffer body = message.slice().limit(header & 0xFFFFFF);
    try {
      skip(body, 2 + 32); // version, random
      skip(body, body.get() & 0xFF); // session id
      skip(body, body.getShort() & 0xFFFF); // cipher suites
      skip(body, body.get() & 0xFF); // compression methods
      if (!body.hasRemaining()) {
        return none(); // no extensions at all
      }
      return inExtensions(part(body, body.getShort() & 0xFFFF));
    } catch (BufferUnderflowException e) {
      return broken("a length in it points past its end");
    }
  }

  private static Progress<Optional<String>> inExtensions(ByteBuffer extensions) {
    while (extensions.hasRemaining()) {
      int type = extensions.getShort() & 0xFFFF;
      ByteBuffer extension = part(extensions, extensions.getShort() & 0xFFFF);
      if (type == SERVER_NAME) {
        return inNames(part(extension, extension.getShort() & 0xFFFF));
      }
    }
    return none();
  }

  private static Progress<Optional<String>> inNames(ByteBuffer names) {
    while (names.hasRemaining()) {
      int type = names.get() & 0xFF;
      ByteBuffer name = part(names, names.getShort() & 0xFFFF);
      if (type == HOST_NAME) {
        String text = StandardCharsets.ISO_8859_1.decode(name).toString().toLowerCase(Locale.ROOT);
        return text.matches("[a-z0-9._-]{1,255}")
            ? new Done<>(Optional.of(text), 0)
            : broken("server name with characters no host name has");
      }
    }
    return none();
  }

  private static void skip(ByteBuffer in, int bytes) {
    part(in, bytes);
  }

  private static ByteBuffer part(ByteBuffer in, int bytes) {
    if (bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice().limit(bytes);
    in.position(in.position() + bytes);
    return part;
  }

  private static Progress<Optional<String>> more(ByteBuffer bytes) {
    return bytes.remaining() < MOST_BYTES
        ? new NeedMore<>()
        : broken("no whole ClientHello in " + MOST_BYTES + " bytes");
  }

  private static Progress<Optional<String>> none() {
    return new Done<>(Optional.empty(), 0);
  }

  private static Progress<Optional<String>> broken(String reason) {
    return new Broken<>(reason);
  }
}
