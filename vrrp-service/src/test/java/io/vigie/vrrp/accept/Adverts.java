package io.vigie.vrrp.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.vrrp.accept.Capture.Advert;
import java.util.List;

/** What must hold of the adverts on a link of two, of which one is ours. */
final class Adverts {

  private Adverts() {}

  /** Ours is the host with the number 6. */
  static boolean isOurs(Advert advert) {
    return advert.source().endsWith((advert.source().contains(":") ? "::" : ".") + 6);
  }

  static void noneOfOursIsWrong(List<Advert> adverts) {
    assertTrue(adverts.stream().anyMatch(advert -> isOurs(advert)), "we were heard");
    assertEquals(
        List.of(), adverts.stream().filter(a -> isOurs(a) && !a.trouble().isEmpty()).toList());
  }

  static double last(List<Advert> adverts, boolean ours, int priority) {
    return adverts.stream()
        .filter(advert -> isOurs(advert) == ours && advert.priority() == priority)
        .mapToDouble(Advert::seconds)
        .max()
        .orElseThrow();
  }

  static double firstAfter(List<Advert> adverts, boolean ours, double seconds) {
    return adverts.stream()
        .filter(advert -> isOurs(advert) == ours && advert.seconds() > seconds)
        .mapToDouble(Advert::seconds)
        .findFirst()
        .orElseThrow();
  }

  /** Once the stronger has spoken, the weaker may have one advert under way, no more. */
  static void neverTwoActives(List<Advert> adverts, double interval, int stronger) {
    double since = 0;
    for (Advert advert : adverts) {
      if (advert.priority() == stronger) {
        since = since == 0 ? advert.seconds() : since;
      } else if (advert.priority() == 0) {
        since = 0; // it resigned
      } else if (since > 0) {
        boolean quiet = // the stronger was killed: the weaker took over
            adverts.stream()
                .filter(a -> a.priority() == stronger && a.seconds() < advert.seconds())
                .mapToDouble(Advert::seconds)
                .max()
                .stream()
                .allMatch(last -> advert.seconds() - last > 3 * interval);
        assertTrue(
            quiet || advert.seconds() - since <= interval,
            "two actives for %.3f s: %s".formatted(advert.seconds() - since, advert));
      }
    }
  }
}
