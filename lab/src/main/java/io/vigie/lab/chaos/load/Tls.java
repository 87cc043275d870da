package io.vigie.lab.chaos.load;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS as clients of nodes speak it whose certificates are signed by themselves. */
public final class Tls {

  private final SSLContext context;

  /** With a session cache of its own. */
  public Tls() throws IOException {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS", e);
    }
  }

  /** TLS over an open connection; closed with it. */
  SSLSocket over(Socket socket, InetSocketAddress target) throws IOException {
    String host = target.getAddress().getHostAddress();
    return (SSLSocket)
        context.getSocketFactory().createSocket(socket, host, target.getPort(), true);
  }
}
