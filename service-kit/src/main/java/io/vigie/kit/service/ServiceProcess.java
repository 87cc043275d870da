package io.vigie.kit.service;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.watch.ConfigWatcher;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process with one service or more, in one Vert.x.
 *
 * <p>Thread rule: made and waited for by a thread that may block; {@link #reload} and {@link #stop}
 * from anywhere but an event loop.
 */
public final class ServiceProcess {

  /** The longest an orderly stop takes. */
  public static final int STOP_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final int START_SECONDS = 30;

  /** Left of {@link #STOP_SECONDS} for Vert.x itself. */
  private static final int CLOSE_SECONDS = 2;

  private final ServiceSettings settings;
  private final Vertx vertx;
  private final List<ServiceVerticle> services = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean stopping;

  private ServiceProcess(ServiceSettings settings) {
    this.settings = settings;
    this.vertx = vertx(settings);
  }

  /**
   * Starts the services in order. If one fails, those before it are stopped again.
   *
   * @throws StartFailure with one line for people and the exit code
   */
  public static ServiceProcess start(
      ServiceSettings settings, List<? extends ServiceVerticle> services) throws StartFailure {
    ServiceProcess process = new ServiceProcess(settings);
    process.deploy(services);
    return process;
  }

  /**
   * The whole life of a service process: starts, goes along with its configuration file, waits for
   * SIGTERM or SIGINT, stops.
   *
   * @return the exit code
   */
  public static int run(ServiceSettings settings, List<? extends ServiceVerticle> services) {
    ServiceProcess process = new ServiceProcess(settings);
    process.stopOnSignals(); // before the first service says that it has started
    try {
      process.deploy(services);
      process.reloadOnChange();
      process.stopped.await();
      return 0;
    } catch (StartFailure e) {
      LOG.atError().addKeyValue("exit", e.exitCode()).log("cannot start: {}", e.getMessage());
      LOG.debug("cannot start", e);
      return e.exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StartFailure.FAILED;
    }
  }

  private void deploy(List<? extends ServiceVerticle> wanted) throws StartFailure {
    try {
      for (ServiceVerticle service : wanted) {
        vertx
            .deployVerticle(service, new DeploymentOptions())
            .await(START_SECONDS, TimeUnit.SECONDS);
        services.add(service);
      }
    } catch (TimeoutException e) {
      stop();
      throw new StartFailure(
          StartFailure.FAILED, "start not done after " + START_SECONDS + " s", e);
    } catch (Exception e) {
      stop();
      throw StartFailure.of(e);
    }
  }

  /** From now on SIGTERM and SIGINT stop the process in good order, and it exits with 0. */
  public void stopOnSignals() {
    Thread hook = Thread.ofPlatform().name("vigie-stop").unstarted(this::stopOrHalt);
    Runtime.getRuntime().addShutdownHook(hook);
    // The JVM's own handlers would exit with 143 or 130 after the same hooks.
    Signals.on("TERM", () -> exitBy("SIGTERM"));
    Signals.on("INT", () -> exitBy("SIGINT"));
    Signals.rehearse();
  }

  /**
   * From now on a changed configuration file, and SIGHUP, give every service the new configuration.
   * What is wrong with it shows in {@code /ready} as a warning. Without a file there is nothing to
   * watch.
   */
  public void reloadOnChange() {
    Path file = settings.configFile();
    if (file == null) {
      return;
    }
    ConfigWatcher watcher =
        ConfigWatcher.start(
            vertx,
            new ConfigWatcher.Subject(
                file,
                System.getenv(),
                settings.host(),
                settings.config(),
                this::reload,
                reload -> services.forEach(service -> service.configWarnings(reload.warnings()))),
            settings.meters(),
            ConfigWatcher.PERIOD);
    Signals.on("HUP", watcher::reload);
  }

  /**
   * Gives every service a new configuration.
   *
   * @return fails with the first service's failure; those that could go over have done so
   */
  public Future<Void> reload(VigieConfig next) {
    return Future.join(services.stream().map(service -> service.reload(next)).toList()).mapEmpty();
  }

  /** The Vert.x they live in. */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * Stops the services, all at once as systemd would, and then Vert.x, within {@value
   * #STOP_SECONDS} s.
   *
   * @return whether that went well; what did not is logged
   */
  public boolean stop() {
    synchronized (this) {
      if (stopping) {
        return awaitStopped();
      }
      stopping = true;
    }
    boolean well = stopServices();
    try {
      vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      LOG.warn("vert.x did not close within {} s", CLOSE_SECONDS, e);
      well = false;
    } finally {
      stopped.countDown();
    }
    return well;
  }

  private boolean stopServices() {
    List<Future<Void>> undeployed =
        services.stream().map(service -> vertx.undeploy(service.deploymentID())).toList();
    try {
      Future.join(undeployed).await(STOP_SECONDS - CLOSE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (Exception e) {
      LOG.warn("not every service stopped in good order", e);
      return false;
    }
  }

  private boolean awaitStopped() {
    try {
      return stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void stopOrHalt() {
    if (!stop()) {
      Runtime.getRuntime().halt(StartFailure.FAILED);
    }
  }

  private void exitBy(String signal) {
    for (ServiceVerticle service : services) {
      service.endSoon();
    }
    LOG.atInfo().addKeyValue("signal", signal).log("stopping");
    Thread.ofPlatform().name("vigie-exit").start(() -> System.exit(0));
  }

  private static Vertx vertx(ServiceSettings settings) {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(false) // its half-close is not exact
            .setFileSystemOptions(
                new FileSystemOptions().setClassPathResolvingEnabled(false)) // no cache in /tmp
            .setBlockedThreadCheckInterval(250)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
            .setMaxEventLoopExecuteTime(1)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
            .setMetricsOptions(
                new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(true));
    return Vertx.builder()
        .with(options)
        .withMetrics(new MicrometerMetricsFactory(settings.meters()))
        .build();
  }
}
