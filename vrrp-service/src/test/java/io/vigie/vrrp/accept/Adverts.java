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

  /** How long the link was silent after the last of one side's adverts with this priority, in s. */
  static double silenceAfterLast(List<Advert> adverts, boolean ours, int priority) {
    double last = last(adverts, ours, priority);
    return firstAfter(adverts, !ours, last) - last;
  }

  /** Once the stronger has spoken, the weaker may have one advert under way, no more. */
  static void neverTwoActives(List<Advert> adverts, double interval, int stronger) {
    double began = Double.NaN;
    double heard = 0;
    for (Advert advert : adverts) {
      double now = advert.seconds();
      if (advert.priority() == 0 || now - heard > 3 * interval) {
        began = Double.NaN; // it resigned, or it died: its next reign begins anew
      }
      if (advert.priority() == stronger) {
        began = Double.isNaN(began) ? now : began;
        heard = now;
      } else if (now - began > interval) {
        throw new AssertionError("two actives for %.3f s: %s".formatted(now - began, advert));
      }
    }
  }
}
