package io.vigie.health.peer;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/** TLS of the JDK before a behaviour; remembers what clients asked for. */
public final class Secured implements Behaviour {

  /** Every certificate here is signed by this one. */
  public static final X509Bundle AUTHORITY =
      issue(new CertificateBuilder().subject("CN=test-ca").setIsCertificateAuthority(true), null);

  private final SSLContext context;
  private final Behaviour then;
  private final Queue<String> names = new ConcurrentLinkedQueue<>();
  private final Queue<List<String>> protocols = new ConcurrentLinkedQueue<>();
  private List<String> offered = List.of();
  private boolean wantsCertificate;

  private Secured(SSLContext context, Behaviour then) {
    this.context = context;
    this.then = then;
  }

  /** Shows a certificate, then behaves. */
  public static Secured with(X509Bundle certificate, Behaviour then) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate.toKeyManagerFactory().getKeyManagers(),
          AUTHORITY.toTrustManagerFactory().getTrustManagers(),
          null);
      return new Secured(context, then);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate for this name and 127.0.0.1, valid today. */
  public static X509Bundle certificate(String name) {
    return issue(named(name).addSanIpAddress("127.0.0.1"), AUTHORITY);
  }

  /** A certificate for this name that was valid until yesterday. */
  public static X509Bundle expired(String name) {
    Instant now = Instant.now();
    return issue(
        named(name)
            .notBefore(now.minus(Duration.ofDays(9)))
            .notAfter(now.minus(Duration.ofDays(1))),
        AUTHORITY);
  }

  /** A certificate for this name signed by itself. */
  public static X509Bundle selfSigned(String name) {
    return issue(named(name).setIsCertificateAuthority(true), null);
  }

  /** A certificate for this name without any IP address. */
  public static X509Bundle onlyNamed(String name) {
    return issue(named(name), AUTHORITY);
  }

  private static CertificateBuilder named(String name) {
    return new CertificateBuilder().ecp256().subject("CN=" + name).addSanDnsName(name);
  }

  private static X509Bundle issue(CertificateBuilder builder, @Nullable X509Bundle authority) {
    try {
      return authority == null ? builder.buildSelfSigned() : builder.buildIssuedBy(authority);
    } catch (Exception e) { // what the builder's signature says
      throw new IllegalStateException(e);
    }
  }

  /** The application protocols it speaks, the best first. */
  public Secured speaking(String... protocols) {
    offered = List.of(protocols);
    return this;
  }

  /** Takes none without a certificate of {@link #AUTHORITY}. */
  public Secured wantingCertificates() {
    wantsCertificate = true;
    return this;
  }

  /** The server names that were asked for. */
  public Queue<String> names() {
    return names;
  }

  /** The application protocols that were offered. */
  public Queue<List<String>> protocols() {
    return protocols;
  }

  @Override
  public void serve(Socket plain) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
      socket.setUseClientMode(false);
      // What a client asks for is noted at once: it may be gone before the handshake ends.
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setSNIMatchers(List.of(new Noting()));
      parameters.setNeedClientAuth(wantsCertificate);
      socket.setSSLParameters(parameters);
      socket.setHandshakeApplicationProtocolSelector(
          (_, asked) -> {
            protocols.add(asked);
            return offered.stream().filter(asked::contains).findFirst().orElse(null);
          });
      socket.startHandshake();
      then.serve(socket);
    }
  }

  private final class Noting extends SNIMatcher {
    Noting() {
      super(StandardConstants.SNI_HOST_NAME);
    }

    @Override
    public boolean matches(SNIServerName name) {
      names.add(new SNIHostName(name.getEncoded()).getAsciiName());
      return true;
    }
  }
}
