package io.vigie.lab.bench.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one product.
 *
 * @param product its name
 * @param beside the product it is compared with
 * @param work what was done
 * @param round from 1 on; runs of the same round are paired
 * @param errors exchanges and connects that failed
 * @param figures those that could be taken
 */
public record Run(
    String product, String beside, Work work, int round, long errors, Map<Figure, Double> figures) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Copies the figures, in their order. */
  public Run {
    EnumMap<Figure, Double> ordered = new EnumMap<>(Figure.class);
    ordered.putAll(figures);
    figures = ordered;
  }

  /** The runs in a file of results; none if there is no such file. */
  public static List<Run> read(Path results) throws IOException {
    List<Run> runs = new ArrayList<>();
    if (Files.exists(results)) {
      for (String line : Files.readAllLines(results)) {
        try {
          runs.add(JSON.readValue(line, Run.class));
        } catch (JsonProcessingException e) {
          throw new IOException(results + ": not a result of this bench: " + line, e);
        }
      }
    }
    return runs;
  }

  /** Appends it to a file of results. */
  public void append(Path results) throws IOException {
    Files.writeString(results, json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Whether it is this one. */
  public boolean isOf(String product, Work work, int round) {
    return this.product.equals(product) && this.work == work && this.round == round;
  }

  /** One of its figures, if that was taken. */
  public Optional<Double> figure(Figure figure) {
    return Optional.ofNullable(figures.get(figure));
  }

  /** As one line. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers", e);
    }
  }
}
