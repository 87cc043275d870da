package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is said of a call that failed. */
class KernelFailureTest {

  @Test
  void aMissingPrivilegeSaysWhatToGive() {
    KernelFailure failure = new KernelFailure("a raw socket for VRRP", 1);
    assertEquals(
        "a raw socket for VRRP failed: EPERM; vrrp-service needs CAP_NET_RAW and CAP_NET_ADMIN",
        failure.getMessage());
    assertEquals(failure.text(), failure.getMessage());
    assertTrue(failure.isPrivilege());
    assertEquals(1, failure.errno());
  }

  @Test
  void otherErrorsAreNamedAsFarAsTheyAreKnown() {
    assertEquals("ppoll failed: EINVAL", new KernelFailure("ppoll", 22).getMessage());
    assertEquals("ppoll failed: errno 4242", new KernelFailure("ppoll", 4242).getMessage());
    assertFalse(new KernelFailure("ppoll", 22).isPrivilege());
  }
}
