package io.vigie.health.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vigie.kit.config.CheckConfig;
import io.vigie.kit.config.CheckConfig.Identity;
import io.vigie.kit.config.CheckConfig.Verify;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import javax.net.ssl.SSLException;

/** TLS as a check's configuration wants it. */
public final class TlsContexts {

  private TlsContexts() {}

  /**
   * The context of one check.
   *
   * @throws SSLException if certificates or key cannot be used
   */
  public static SslContext of(CheckConfig check) throws SSLException {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    if (check.verify() == Verify.NONE) {
      // Asked for by name in the configuration: the check only wants to know whether it answers.
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm("");
    } else {
      builder.endpointIdentificationAlgorithm("HTTPS");
      if (check.caFile() != null) {
        builder.trustManager(new File(check.caFile()));
      }
    }
    Identity identity = check.identity();
    if (identity != null && identity.certificate() != null && identity.key() != null) {
      builder.keyManager(
          pem(identity.certificate()), pem(PrivateKeys.pkcs8(identity.key().reveal())));
    }
    if (!check.alpn().isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              check.alpn()));
    }
    return builder.build();
  }

  private static InputStream pem(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
