package io.vigie.lab.bench.console;

import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.IncidentClosed;
import io.vigie.event.Topic;
import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.Peer;
import io.vigie.lab.bench.ProcStat;
import io.vigie.lab.bench.Scratch;
import io.vigie.lab.bench.proxy.Proc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The console with weeks of outages in Kafka: how soon it has read them, how soon a browser shows
 * its page, and whether many pages are told all that happens next, in order. The console and the
 * browser are processes of their own; the broker and those who follow are in this one.
 */
public final class ConsoleBench {

  private static final long LIMIT_SECONDS = 300;
  private static final int VISITS = 5;
  private static final Duration PERIOD = Duration.ofDays(28);
  private static final Duration AGO = Duration.ofHours(1);
  private static final int NODES = 3;
  private static final String READY = "the log is read";

  /**
   * What is measured.
   *
   * @param events in the log before the start, at least
   * @param incidents they are of
   * @param streams pages that follow
   * @param perSecond events while they do
   * @param seconds how long
   * @param browser the program of a Chromium; null measures no page
   * @param vigie the words that run the vigie command, with the heap it gets
   */
  public record Options(
      int events,
      int incidents,
      int streams,
      int perSecond,
      int seconds,
      @Nullable Path browser,
      List<String> vigie) {}

  /**
   * What came of it.
   *
   * @param events that were in the log, without those of the console
   * @param readySeconds from the start of the process until all of it was read
   * @param paints the page's visits, first the one that meets a console just started
   * @param lateNanos from an event's way to Kafka until a page had it, over all pages
   * @param outOfOrder events that did not come right after the one before them, over all pages
   * @param cpuShare of one core, of the console, while it told them
   * @param heapBytes in use after a collection at the end; -1 if that cannot be told
   * @param residentBytes of its memory
   */
  public record Figures(
      long events,
      double readySeconds,
      List<Painted> paints,
      Histogram lateNanos,
      long outOfOrder,
      double cpuShare,
      long heapBytes,
      long residentBytes) {}

  /**
   * When a browser had something to show, in ms since it asked for the page.
   *
   * @param firstMillis anything (first contentful paint)
   * @param wholeMillis how the cluster is
   */
  public record Painted(double firstMillis, double wholeMillis) {}

  private final Options options;
  private final Consumer<String> note;
  private final int port = Peer.freePort();

  private ConsoleBench(Options options, Consumer<String> note) throws IOException {
    this.options = options;
    this.note = note;
  }

  /**
   * Runs it.
   *
   * @param note told how far it is
   */
  public static Figures run(Options options, Consumer<String> note)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    return new ConsoleBench(options, note).run();
  }

  private Figures run()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    try (Scratch scratch = Scratch.create();
        EmbeddedBroker broker =
            EmbeddedBroker.start(scratch.path().resolve("kafka"), "127.0.0.1", 0);
        KafkaProducer<String, byte[]> producer = producer(broker.bootstrap())) {
      long events = history(broker.bootstrap(), producer);
      note.accept("%,d events are in the log".formatted(events));
      Path config = config(scratch.path(), broker.bootstrap());
      try (Child first = console(scratch.path(), "first", config)) {
        first.awaitLine(READY);
        awaitIncidents(broker.bootstrap());
      }
      note.accept("%,d incidents are told of".formatted(options.incidents()));
      long began = System.nanoTime();
      try (Child console = console(scratch.path(), "second", config)) {
        console.awaitLine(READY);
        double ready = (System.nanoTime() - began) / 1e9;
        note.accept("the console has read it after %.1f s".formatted(ready));
        List<Painted> paints = paints(scratch.path());
        return follow(console, producer, events, ready, paints);
      }
    }
  }

  private Figures follow(
      Child console,
      KafkaProducer<String, byte[]> producer,
      long events,
      double ready,
      List<Painted> paints)
      throws IOException, InterruptedException, TimeoutException {
    int numbered = options.perSecond() * options.seconds();
    try (Followers followers = new Followers(port, options.streams(), numbered)) {
      followers.awaitOpen(LIMIT_SECONDS);
      OutageLog log = new OutageLog(event -> send(producer, event));
      double cpu = ProcStat.cpuSeconds(console.pid());
      long began = System.nanoTime();
      for (int i = 0; i < numbered; i++) {
        long due = began + i * TimeUnit.SECONDS.toNanos(1) / options.perSecond();
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        followers.says(i);
        log.hiccup(i + 1);
      }
      followers.awaitAll(LIMIT_SECONDS);
      double spent = ProcStat.cpuSeconds(console.pid()) - cpu;
      return new Figures(
          events,
          ready,
          paints,
          followers.lateNanos(),
          followers.outOfOrder(),
          spent / ((System.nanoTime() - began) / 1e9),
          console.heapBytes(),
          Proc.rssBytes(List.of(console.pid())));
    }
  }

  private List<Painted> paints(Path directory)
      throws IOException, InterruptedException, TimeoutException {
    Path program = options.browser();
    if (program == null) {
      return List.of();
    }
    List<Painted> paints = new ArrayList<>();
    try (Browser browser = new Browser(program, directory)) {
      for (int i = 0; i < VISITS; i++) {
        paints.add(browser.visit("http://127.0.0.1:" + port + "/"));
        note.accept("visit %d: %s".formatted(i + 1, paints.getLast()));
      }
    }
    return paints;
  }

  /** Weeks of outages, one node after the other. */
  private long history(String bootstrap, KafkaProducer<String, byte[]> producer)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              Arrays.stream(Topic.values())
                  .map(
                      topic ->
                          new NewTopic(topic.wire(), Optional.of(1), Optional.empty())
                              .configs(topic.config()))
                  .toList())
          .all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    OutageLog log = new OutageLog(event -> send(producer, event));
    int volumes = OutageLog.volumes(Math.ceilDiv(options.events(), options.incidents()));
    Instant from = Instant.now().minus(PERIOD).minus(AGO);
    for (int i = 0; i < options.incidents(); i++) {
      Instant at = from.plus(PERIOD.multipliedBy(i).dividedBy(options.incidents()));
      log.outage("k3s-" + (1 + i % NODES), at, volumes);
    }
    producer.flush();
    return (long) options.incidents() * OutageLog.length(volumes);
  }

  /** Until the console has told how each of them ended. */
  private void awaitIncidents(String bootstrap) throws TimeoutException {
    Set<String> closed = new HashSet<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(Topic.INCIDENT.wire(), 0)));
      while (closed.size() < options.incidents()) {
        if (end - System.nanoTime() < 0) {
          throw new TimeoutException(
              "%d of %d incidents are told of".formatted(closed.size(), options.incidents()));
        }
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record -> {
                  if (EventCodec.decode(record.value()) instanceof Known(Envelope envelope)
                      && envelope.event() instanceof IncidentClosed told) {
                    closed.add(told.incident().id());
                  }
                });
      }
    }
  }

  private static KafkaProducer<String, byte[]> producer(String bootstrap) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 1),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void send(KafkaProducer<String, byte[]> producer, Envelope envelope) {
    var record =
        new ProducerRecord<>(
            envelope.type().topic().wire(), envelope.key(), EventCodec.encode(envelope));
    record.headers().add("content-type", EventCodec.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
    producer.send(record);
  }

  private Child console(Path directory, String name, Path config) throws IOException {
    List<String> command = new ArrayList<>(options.vigie());
    command.addAll(List.of("run", "console", "--config", config.toString(), "--host", "lb-1"));
    command.addAll(List.of("--state-dir", directory.resolve("console").toString()));
    return Child.start(directory.resolve(name + ".log"), command);
  }

  private Path config(Path directory, String bootstrap) throws IOException {
    return Files.writeString(
        directory.resolve("vigie.yaml"),
        """
        cluster: bench
        kafka: { bootstrap: ["%s"] }
        nodes:
          k3s-1: { address: 127.9.0.1 }
          k3s-2: { address: 127.9.0.2 }
          k3s-3: { address: 127.9.0.3 }
        balancers:
          lb-1: { address: 127.0.0.1 }
          lb-2: { address: 127.0.0.2 }
        checks: { https: { type: tcp, port: 443 } }
        pools:
          https: { port: 443, servers: all, check: https }
          api: { port: 6443, servers: all, check: https }
        frontends: { https: { listen: ":8443", pool: https } }
        management: { ports: { console: %d } }
        """
            .formatted(bootstrap, port));
  }
}
