package io.vigie.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A node of the demo: answers its name to every request, over HTTP and over HTTPS, 200 to {@code
 * /readyz}, and a line every 100 ms to {@code /stream?every=100}; over HTTP on a port of type
 * NodePort too, if it is to have one. Its certificate is made at the start and signed by itself.
 */
public final class DemoNode implements AutoCloseable {

  /** Where the demo's nodes listen, 8080 for HTTP and 8443 for HTTPS as in most examples. */
  public static final int HTTP_PORT = 8080;

  /** The same for HTTPS. */
  public static final int HTTPS_PORT = 8443;

  private static final int ASK_MILLIS = 20_000;

  /** A connection that has not asked by then is closed: its peer may have vanished. */
  private static final String REQUEST_SECONDS = "20";

  private static final Pattern STREAM_QUERY = Pattern.compile("every=[1-9][0-9]{1,4}");

  private final HttpServer http;
  private final HttpsServer https;
  private final List<HttpServer> more;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private DemoNode(HttpServer http, HttpsServer https, List<HttpServer> more) {
    this.http = http;
    this.https = https;
    this.more = List.copyOf(more);
  }

  /**
   * Listens, and answers from then on. It has answered itself over TLS once, so that the first
   * check does not wait for a JVM that is still loading.
   *
   * @param httpPort TCP port, 0 for any
   * @param httpsPort TCP port, 0 for any
   */
  public static DemoNode start(String name, InetAddress address, int httpPort, int httpsPort)
      throws IOException {
    return start(name, address, httpPort, httpsPort, 0);
  }

  /**
   * The same with a port of type NodePort.
   *
   * @param nodePort TCP port, 0 for none
   */
  public static DemoNode start(
      String name, InetAddress address, int httpPort, int httpsPort, int nodePort)
      throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // the JDK's server waits 40 ms else
    System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS); // else for ever
    HttpServer http = HttpServer.create(new InetSocketAddress(address, httpPort), 0);
    HttpsServer https = HttpsServer.create(new InetSocketAddress(address, httpsPort), 0);
    SSLContext tls = tls(name, address);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    List<HttpServer> more =
        nodePort == 0
            ? List.of()
            : List.of(HttpServer.create(new InetSocketAddress(address, nodePort), 0));
    DemoNode node = new DemoNode(http, https, more);
    byte[] answer = (name + "\n").getBytes(StandardCharsets.UTF_8);
    node.serve(http, answer);
    node.serve(https, answer);
    more.forEach(server -> node.serve(server, answer));
    ask(tls, https.getAddress());
    return node;
  }

  /** Where it answers HTTP. */
  public InetSocketAddress http() {
    return http.getAddress();
  }

  /** Where it answers HTTPS. */
  public InetSocketAddress https() {
    return https.getAddress();
  }

  @Override
  public void close() {
    http.stop(0);
    https.stop(0);
    more.forEach(server -> server.stop(0));
    requests.shutdownNow();
  }

  private void serve(HttpServer server, byte[] answer) {
    server.setExecutor(requests);
    server.createContext("/", exchange -> answer(exchange, answer));
    server.createContext("/stream", DemoNode::stream);
    server.start();
  }

  private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      }
    }
  }

  /** A line every so many milliseconds, for as long as somebody reads. */
  private static void stream(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    try (exchange) {
      if (!STREAM_QUERY.matcher(query).matches()) {
        byte[] wrong = "expected /stream?every=MILLISECONDS, 10 to 99999\n".getBytes(US_ASCII);
        exchange.sendResponseHeaders(400, wrong.length);
        exchange.getResponseBody().write(wrong);
        return;
      }
      long every = Long.parseLong(query.substring(query.indexOf('=') + 1));
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (true) {
        out.write('\n');
        out.flush();
        TimeUnit.MILLISECONDS.sleep(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ask(SSLContext tls, InetSocketAddress https) throws IOException {
    try (Socket client = tls.getSocketFactory().createSocket(https.getAddress(), https.getPort())) {
      client.setSoTimeout(ASK_MILLIS);
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      client.getInputStream().readAllBytes();
    }
  }

  private static SSLContext tls(String name, InetAddress address) throws IOException {
    try {
      X509Bundle own =
          new CertificateBuilder()
              .subject("CN=" + name)
              .addSanDnsName(name)
              .addSanDnsName("localhost")
              .addSanIpAddress(address)
              .setIsCertificateAuthority(true)
              .ecp256()
              .buildSelfSigned();
      TrustManagerFactory itself =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      itself.init(own.toKeyStore(new char[0]));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own.toKeyManagerFactory().getKeyManagers(),
          itself.getTrustManagers(),
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make a certificate for " + name, e);
    } catch (Exception e) { // declared so by netty
      throw new IOException("cannot make a certificate for " + name, e);
    }
  }
}
