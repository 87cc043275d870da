package io.vigie.testkit.accept;

import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Sequence;
import io.vigie.event.ServiceAlive;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.sim.api.KubeSimMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker here, an API server and watchers in processes of their own, an observer that says what
 * it is told to, and all that the watchers said, in the order of the log.
 */
public final class Cluster implements AutoCloseable {

  private final Path directory;
  private final Class<? extends ServiceVerticle> service;
  private final ServiceName name;
  private final Topic topic;
  private final EmbeddedBroker broker;
  private final int apiPort;
  private final KafkaProducer<String, byte[]> producer;
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
  private final Deque<Child> children = new ArrayDeque<>();
  private final List<Envelope> said = new CopyOnWriteArrayList<>();
  private final Thread listener = new Thread(this::listen, "listener");
  private volatile boolean closed;
  private long sequence;

  /**
   * Starts the broker.
   *
   * @param service the watcher
   * @param topic where it speaks
   */
  public Cluster(
      Path directory, Class<? extends ServiceVerticle> service, ServiceName name, Topic topic)
      throws IOException {
    this.directory = directory;
    this.service = service;
    this.name = name;
    this.topic = topic;
    this.broker = EmbeddedBroker.start(directory.resolve("kafka"), "127.0.0.1", 0);
    this.apiPort = freePort();
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap(), "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
    listener.setDaemon(true);
  }

  /** Starts the API server; what it knew before it knows again. */
  public Child api() throws IOException {
    return own(Child.start(
            directory.resolve("api-" + children.size() + ".log"),
            KubeSimMain.class,
            "--port",
            Integer.toString(apiPort),
            "--state",
            directory.resolve("api.state").toString()))
        .says("listening on " + apiUrl());
  }

  /** Where the API server is. */
  public String apiUrl() {
    return "http://127.0.0.1:" + apiPort;
  }

  /** Starts a watcher on a host, waits until it runs. */
  public Watcher watcher(String host) throws IOException {
    int port = freePort();
    Path config = directory.resolve(host + ".yaml");
    Files.writeString(
        config,
        """
        cluster: test
        kafka: { bootstrap: ["%s"] }
        nodes: { k3s-1: { address: 127.9.0.1 }, k3s-2: { address: 127.9.0.2 }, k3s-3: { address: 127.9.0.3 } }
        balancers: { lb-1: { address: 127.0.0.1 }, lb-2: { address: 127.0.0.2 } }
        kubernetes: { servers: ["%s"] }
        management: { ports: { %s: %d, health: %d } }
        """
            .formatted(broker.bootstrap(), apiUrl(), name.brief(), port, freePort()));
    Child child =
        own(
            Child.start(
                directory.resolve(host + ".log"),
                ServiceMain.class,
                service.getName(),
                config.toString(),
                host,
                directory.resolve("state-" + host).toString()));
    child.says("service started");
    return new Watcher(child, port);
  }

  /**
   * A watcher that runs.
   *
   * @param port where it is managed
   */
  public record Watcher(Child child, int port) {

    /** The text of {@code /v1/state} or {@code /ready}; empty while it does not answer. */
    public String get(String path) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(5))
              .build();
      try (HttpClient http = HttpClient.newHttpClient()) {
        return http.send(request, BodyHandlers.ofString()).body();
      } catch (IOException e) {
        return "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "";
      }
    }

    /** Whether it is its turn. */
    public boolean speaks() {
      return get("/v1/state").contains("\"turn\":{\"ours\":true");
    }
  }

  /** From now on an observer on lb-1 is alive, and all that the watchers say is heard. */
  public void observe() {
    pulse.scheduleAtFixedRate(
        () -> say(new ServiceAlive("lb-1", "health-service", "test", 0)), 0, 1, TimeUnit.SECONDS);
    listener.start();
  }

  /** The observer says so of a node. */
  public void probed(String node, NodeStatus status) {
    say(new NodeChanged(node, status, List.of(), List.of(), 0, 0, false));
  }

  private synchronized void say(Event event) {
    Envelope envelope =
        new Envelope(
            Fact.root(UUID.randomUUID().toString(), event),
            Envelope.source("lb-1", "health-service"),
            new Sequence(1, ++sequence),
            Instant.now());
    producer.send(
        new ProducerRecord<>(
            envelope.type().topic().wire(), 0, envelope.key(), EventCodec.encode(envelope)));
  }

  private void listen() {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic.wire(), 0)));
      while (!closed) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.value() != null
              && EventCodec.decode(record.value()) instanceof Known(Envelope envelope)) {
            said.add(envelope);
          }
        }
      }
    }
  }

  /** All that the watchers said. */
  public List<Envelope> said() {
    return List.copyOf(said);
  }

  /** All events of a type, in order. */
  public <T extends Event> Stream<T> all(Class<T> type) {
    return said.stream().map(Envelope::event).filter(type::isInstance).map(type::cast);
  }

  /** A word of each event of a type, in order; one that is said again is one. */
  public <T extends Event> List<String> words(Class<T> type, Function<T, String> word) {
    List<String> words = new ArrayList<>();
    all(type)
        .map(word)
        .filter(said -> words.isEmpty() || !words.getLast().equals(said))
        .forEach(words::add);
    return words;
  }

  /** The story, for whoever has to find out what went wrong. */
  public String story() {
    List<String> lines = new ArrayList<>();
    for (Envelope one : said) {
      String text = one.event().toString();
      lines.add(one.host() + " " + text.substring(0, Math.min(160, text.length())));
    }
    return "\n  " + String.join("\n  ", lines);
  }

  private Child own(Child child) {
    children.push(child);
    return child;
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    pulse.shutdownNow();
    children.forEach(Child::close);
    producer.close(Duration.ofSeconds(1));
    try {
      listener.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    broker.close();
  }
}
