package io.vigie.kit.news.spool;

import io.vigie.event.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records that differ, and how they look in a failed assertion. */
final class SpoolRecords {

  private SpoolRecords() {}

  static SpoolRecord of(long n, int valueBytes) {
    byte[] value = "v".repeat(valueBytes).getBytes(StandardCharsets.UTF_8);
    return new SpoolRecord("vigie.lb.v1", "lb-1/é#" + n, new Sequence(3, n), 1_000 + n, value);
  }

  static List<String> shown(List<SpoolRecord> records) {
    return records.stream().map(SpoolRecords::shown).toList();
  }

  static String shown(SpoolRecord record) {
    return String.join(
        " ",
        record.topic(),
        record.key(),
        record.sequence().toString(),
        Long.toString(record.timeMillis()),
        new String(record.value(), StandardCharsets.UTF_8));
  }
}
