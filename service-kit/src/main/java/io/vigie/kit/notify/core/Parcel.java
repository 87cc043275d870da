package io.vigie.kit.notify.core;

import java.util.List;

/**
 * One message to one target.
 *
 * @param notices what it tells: one, or the last word on each subject where many were held back
 * @param held how many were held back for want of room within the limit; they include the notices.
 *     0 for a single notice that came through at once
 * @param sinceMillis since when they were held back, Unix time
 */
public record Parcel(List<Notice> notices, long held, long sinceMillis) {

  public Parcel {
    notices = List.copyOf(notices);
  }

  static Parcel of(Notice one) {
    return new Parcel(List.of(one), 0, 0);
  }
}
