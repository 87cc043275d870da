package io.vigie.health.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a server does with one connection; it is closed afterwards. */
@FunctionalInterface
public interface Behaviour {

  void serve(Socket socket) throws IOException;

  /** Takes whatever comes and never says a word, until the client ends. */
  static Behaviour silent() {
    return socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** Closes at once, in good order. */
  static Behaviour closes() {
    return _ -> {};
  }

  /** Resets at once. */
  static Behaviour resets() {
    return socket -> socket.setSoLinger(true, 0);
  }

  /** Speaks first, then listens until the client ends. */
  static Behaviour says(String words) {
    return socket -> {
      say(socket, words);
      silent().serve(socket);
    };
  }

  /** Speaks first and closes. */
  static Behaviour saysAndCloses(String words) {
    return socket -> say(socket, words);
  }

  /** Answers a request, whatever it says, and closes. */
  static Behaviour answers(String words) {
    return socket -> {
      request(socket);
      say(socket, words);
    };
  }

  /** Answers one line by another, and then the next. */
  static Behaviour replies(String expected, String reply) {
    return socket -> {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      say(socket, expected.equals(in.readLine()) ? reply : "what?\r\n");
      silent().serve(socket);
    };
  }

  /** Answers HTTP with a status and a small body. */
  static Behaviour http(int status) {
    return answers(
        "HTTP/1.1 %d Some words\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
            .formatted(status));
  }

  /** Listens to a request, then says one byte after another. */
  static Behaviour drips(String words, Duration pause) {
    return socket -> {
      request(socket);
      for (int i = 0; i < words.length(); i++) {
        say(socket, words.substring(i, i + 1));
        LockSupport.parkNanos(pause.toNanos());
      }
    };
  }

  /** Listens to a request, then says the same again and again until somebody has had enough. */
  static Behaviour endless(String begin, String again, int mostBytes) {
    return socket -> {
      request(socket);
      say(socket, begin);
      for (int sent = 0; sent < mostBytes; sent += again.length()) {
        say(socket, again);
      }
    };
  }

  /** The head of a request, line by line, without the empty line. */
  static String request(Socket socket) throws IOException {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  static void say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
