package io.vigie.lab.bench;

import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.EventType;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.Topic;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * From an observer's verdict that a node is down to {@code node-at-risk} in Kafka, with very many
 * volumes in storage-watcher's mind: by one monotonic clock, one node after another. Real journal,
 * link, broker and storage-watcher; the API server is simulated. The watcher and the API server are
 * processes of their own.
 */
public final class WatchBench {

  private static final long LIMIT_SECONDS = 120;
  private static final int WARM_UP = 10;

  /**
   * What is measured.
   *
   * @param volumes how many
   * @param replicas of each volume
   * @param nodes they are spread over
   * @param transitions how many deaths of nodes
   * @param pauseMillis after each
   * @param vigie the words that run the vigie command, with the heap it gets
   * @param java the words that run another main class of ours
   */
  public record Options(
      int volumes,
      int replicas,
      int nodes,
      int transitions,
      int pauseMillis,
      List<String> vigie,
      List<String> java) {}

  /**
   * What came of it.
   *
   * @param first ns from a verdict to the fact, all being quiet
   * @param second ns from a second verdict that comes right after that, while much is told
   * @param startSeconds from the start of the watcher until all of it was listed and told
   * @param heapBytes in use after a collection at the end; -1 if that cannot be told
   */
  public record Figures(
      Histogram first, Histogram second, double startSeconds, long heapBytes, double cpuSeconds) {}

  private record Told(String node, Risk risk, long nanoTime) {}

  private final Options options;
  private final Consumer<String> note;
  private final BlockingQueue<Told> risks = new LinkedBlockingQueue<>();
  private volatile long lastHeardNanos = System.nanoTime();
  private final AtomicLong heard = new AtomicLong();
  private volatile boolean over;

  private WatchBench(Options options, Consumer<String> note) {
    this.options = options;
    this.note = note;
  }

  /**
   * Runs it.
   *
   * @param note told how far it is
   */
  public static Figures run(Options options, Consumer<String> note)
      throws IOException, StartFailure, InterruptedException, ExecutionException, TimeoutException {
    return new WatchBench(options, note).run();
  }

  private Figures run()
      throws IOException, StartFailure, InterruptedException, ExecutionException, TimeoutException {
    try (Scratch scratch = Scratch.create();
        EmbeddedBroker broker =
            EmbeddedBroker.start(scratch.path().resolve("kafka"), "127.0.0.1", 0);
        Child api = api(scratch.path())) {
      String url = api.awaitLine("listening on ").substring("listening on ".length());
      note.accept("the API server has its objects: " + url);
      Path file = scratch.path().resolve("vigie.yaml");
      VigieConfig config = config(file, broker.bootstrap(), url);
      ServiceSettings settings =
          ServiceSettings.of(
              config, null, "lb-1", scratch.path().resolve("health"), KafkaNews::open);
      Verdicts verdicts = new Verdicts(settings);
      ServiceProcess observer = ServiceProcess.start(settings, List.of(verdicts));
      Thread listener = Thread.ofPlatform().daemon().start(() -> listen(broker.bootstrap()));
      long began = System.nanoTime();
      try (Child watcher = watcher(scratch.path(), file)) {
        watcher.awaitLine("it is our turn to speak");
        awaitQuiet(options.volumes());
        double startSeconds = (lastHeardNanos - began) / 1e9;
        note.accept("the watcher has told of %,d volumes".formatted(options.volumes()));
        return measure(verdicts, watcher, startSeconds);
      } finally {
        over = true;
        listener.join();
        observer.stop();
      }
    }
  }

  private Figures measure(Verdicts verdicts, Child watcher, double startSeconds)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Histogram first = new Histogram(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS), 3);
    Histogram second = new Histogram(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS), 3);
    double cpu = ProcStat.cpuSeconds(watcher.pid());
    for (int i = 0; i < WARM_UP + options.transitions(); i++) {
      String one = "node-" + i % options.nodes();
      String other = "node-" + (i + 1) % options.nodes();
      long quiet = down(verdicts, one);
      long busy = down(verdicts, other);
      if (i >= WARM_UP) {
        first.recordValue(quiet);
        second.recordValue(busy);
      } else if (i == WARM_UP - 1) {
        cpu = ProcStat.cpuSeconds(watcher.pid());
      }
      verdicts.say(one, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      await(one, Risk.CLEAR);
      verdicts.say(other, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      await(other, Risk.CLEAR);
      awaitQuiet(0);
      if ((i + 1) % 10 == 0) {
        note.accept("%d of %d".formatted(i + 1, WARM_UP + options.transitions()));
      }
    }
    double spent = ProcStat.cpuSeconds(watcher.pid()) - cpu;
    return new Figures(first, second, startSeconds, watcher.heapBytes(), spent);
  }

  private long down(Verdicts verdicts, String node)
      throws InterruptedException, ExecutionException, TimeoutException {
    long said = verdicts.say(node, false).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    return await(node, Risk.AT_RISK) - said;
  }

  private long await(String node, Risk risk) throws InterruptedException, TimeoutException {
    while (true) {
      Told told = risks.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (told == null) {
        throw new TimeoutException("nothing was told of " + node);
      }
      if (told.node().equals(node) && told.risk() == risk) {
        return told.nanoTime();
      }
    }
  }

  /** Until so many events were heard, and none any more for a while. */
  private void awaitQuiet(long least) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    long quiet = TimeUnit.MILLISECONDS.toNanos(options.pauseMillis());
    while (heard.get() < least || System.nanoTime() - lastHeardNanos < quiet) {
      if (end - System.nanoTime() < 0) {
        throw new TimeoutException("%d events heard, %d expected".formatted(heard.get(), least));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void listen(String bootstrap) {
    String family = "#" + EventType.NODE_AT_RISK.family();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(Topic.STORAGE.wire(), 0)));
      while (!over) {
        var records = consumer.poll(Duration.ofMillis(100));
        long now = System.nanoTime();
        for (ConsumerRecord<String, byte[]> record : records) {
          lastHeardNanos = now;
          heard.incrementAndGet();
          if (record.key().endsWith(family)
              && EventCodec.decode(record.value()) instanceof Known(Envelope envelope)
              && envelope.event() instanceof NodeAtRisk risk
              && risk.part() == 1) {
            risks.add(new Told(risk.node(), risk.risk(), now));
          }
        }
      }
    }
  }

  private Child api(Path directory) throws IOException {
    List<String> command = new ArrayList<>(options.java());
    command.add(WatchApi.class.getName());
    for (int number : List.of(options.nodes(), options.volumes(), options.replicas())) {
      command.add(Integer.toString(number));
    }
    return Child.start(directory.resolve("api.log"), command);
  }

  private Child watcher(Path directory, Path config) throws IOException {
    List<String> command = new ArrayList<>(options.vigie());
    command.addAll(List.of("run", "storage", "--config", config.toString(), "--host", "lb-1"));
    command.addAll(List.of("--state-dir", directory.resolve("storage").toString()));
    return Child.start(directory.resolve("storage.log"), command);
  }

  private VigieConfig config(Path file, String bootstrap, String url) throws IOException {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < options.nodes(); i++) {
      nodes.append("  node-%d: { address: 127.9.0.%d }\n".formatted(i, i + 1));
    }
    Files.writeString(
        file,
        """
        cluster: bench
        kafka: { bootstrap: ["%s"] }
        nodes:
        %sbalancers: { lb-1: { address: 127.0.0.1 } }
        kubernetes: { servers: ["%s"] }
        management: { ports: { health: %d, storage: %d } }
        """
            .formatted(bootstrap, nodes, url, Peer.freePort(), Peer.freePort()));
    return switch (ConfigFile.load(file, Map.of())) {
      case LoadResult.Loaded loaded -> loaded.config();
      case LoadResult.Broken broken -> throw new IllegalStateException(broken.toString());
    };
  }
}
