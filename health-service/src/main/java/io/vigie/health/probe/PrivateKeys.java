package io.vigie.health.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PEM private keys in the one form that Java reads, PKCS#8 (RFC 5958).
 *
 * <p>k3s writes its clients' keys as {@code EC PRIVATE KEY} (SEC 1, RFC 5915), older tools as
 * {@code RSA PRIVATE KEY} (PKCS#1, RFC 8017): the same numbers in another wrapping.
 */
final class PrivateKeys {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (EC|RSA) PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] OID_EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1
  };
  private static final byte[] OID_RSA_NULL = {
    0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 0x05, 0x00
  };
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xA0;

  private PrivateKeys() {}

  /** The same key as PKCS#8; text that holds neither of the two other forms comes back as it is. */
  static String pkcs8(String pem) {
    Matcher found = PEM.matcher(pem);
    if (!found.find()) {
      return pem;
    }
    byte[] key = Base64.getMimeDecoder().decode(found.group(2));
    byte[] algorithm = OID_RSA_NULL;
    if (found.group(1).equals("EC")) {
      byte[] curve = curve(key);
      if (curve == null) {
        return pem; // says nothing of its curve: whoever reads it will say so
      }
      algorithm = join(OID_EC, curve);
    }
    byte[] wrapped =
        der(SEQUENCE, join(VERSION_0, der(SEQUENCE, algorithm), der(OCTET_STRING, key)));
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(wrapped);
    return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
  }

  /** The curve's object identifier: ECPrivateKey ::= SEQ { version, key, [0] parameters, ... }. */
  private static byte @Nullable [] curve(byte[] key) {
    int at = headerLength(key, 0);
    while (at >= 0 && at < key.length) {
      int header = headerLength(key, at);
      int length = header < 0 ? -1 : bodyLength(key, at);
      if (length < 0 || at + header + length > key.length) {
        return null;
      }
      if ((key[at] & 0xFF) == EC_PARAMETERS) {
        return Arrays.copyOfRange(key, at + header, at + header + length);
      }
      at += header + length;
    }
    return null;
  }

  private static int headerLength(byte[] der, int at) {
    if (at + 1 >= der.length) {
      return -1;
    }
    int first = der[at + 1] & 0xFF;
    return first < 0x80 ? 2 : first == 0x81 ? 3 : first == 0x82 ? 4 : -1;
  }

  private static int bodyLength(byte[] der, int at) {
    int header = headerLength(der, at);
    if (at + header > der.length) {
      return -1;
    }
    return switch (header) {
      case 2 -> der[at + 1];
      case 3 -> der[at + 2] & 0xFF;
      case 4 -> ((der[at + 2] & 0xFF) << 8) | (der[at + 3] & 0xFF);
      default -> -1;
    };
  }

  private static byte[] der(int tag, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (body.length < 0x80) {
      out.write(body.length);
    } else if (body.length < 0x100) {
      out.write(0x81);
      out.write(body.length);
    } else {
      out.write(0x82);
      out.write(body.length >> 8);
      out.write(body.length & 0xFF);
    }
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
