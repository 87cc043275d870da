package io.vigie.kit.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody to tell: a webhook, or a program. */
public record NotifyConfig(
    @Key(meaning = "how to tell: a topic of ntfy, a webhook of Slack's form, a program") Type type,
    @Key(
            meaning = "where to post to: `https://ntfy.sh/TOPIC`, or the webhook's URL",
            form = Form.WEBHOOK,
            types = {"ntfy", "slack"})
        @Nullable Secret url,
    @Key(
            meaning = "bearer token, where the other side wants one",
            form = Form.TOKEN,
            types = {"ntfy", "slack"})
        @Nullable Secret token,
    @Key(
            meaning =
                "the program and its arguments; no shell. After them come four more, as from"
                    + " keepalived's `notify`: `INSTANCE` or `GROUP`, name, state, priority",
            def = "[]",
            types = {"exec"})
        List<String> command,
    @Key(
            meaning =
                "what to tell, a trouble and its end alike; without it, a program is told"
                    + " `vip-role` as keepalived's are, others all but `vip-role` and `server`",
            filled = true)
        @Nullable List<Occasion> on,
    @Key(
            meaning =
                "the most messages in any span of `per`; what is more is counted, and the last word"
                    + " on each subject told in one message; without it, 10, to a program 100",
            min = "1",
            max = "1000")
        @Nullable Integer most,
    @Key(meaning = "see `most`", def = "1m", min = "1s", max = "1d") Duration per,
    @Key(
            meaning = "for the whole of one try; a program is killed then",
            def = "5s",
            min = "100ms",
            max = "5m")
        Duration timeout) {

  private static final int MOST = 10;
  private static final int MOST_CALLS = 100;

  /** How to tell. */
  public enum Type {
    NTFY,
    SLACK,
    EXEC
  }

  /** What there is to tell. */
  public enum Occasion {
    /** A virtual router went over to another state on its host: keepalived's notify. */
    VIP_ROLE,
    /** A VIP has a new holder. */
    VIP_MOVED,
    /** A VIP's address vanished, or routers do not go together. */
    VIP_TROUBLE,
    /** A node is down, degraded or flapping. */
    NODE,
    /** An observer doubts itself. */
    OBSERVER,
    /** A frontend cannot be reached through its address. */
    FRONTEND,
    /** A server is out of its pool. */
    SERVER,
    /** A pool refuses, or fails open. */
    POOL,
    /** A volume lives on its last good replica. */
    LAST_REPLICA,
    /** A volume is faulted or stranded, or a node took replicas with it. */
    VOLUME,
    /** A rebuild failed, or finds no place. */
    REBUILD,
    /** A database is down or not redundant, or its primary is at risk. */
    DATABASE,
    /** A database goes to another primary. */
    FAILOVER,
    /** An incident. */
    INCIDENT
  }

  /** What to tell. */
  public Set<Occasion> occasions() {
    if (on != null) {
      return Set.copyOf(on);
    }
    return type == Type.EXEC
        ? Set.of(Occasion.VIP_ROLE)
        : Set.copyOf(EnumSet.complementOf(EnumSet.of(Occasion.VIP_ROLE, Occasion.SERVER)));
  }

  /** The most messages in any span of {@link #per}. */
  public int limit() {
    if (most != null) {
      return most;
    }
    return type == Type.EXEC ? MOST_CALLS : MOST;
  }
}
