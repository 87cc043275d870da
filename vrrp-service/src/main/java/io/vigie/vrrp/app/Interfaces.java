package io.vigie.vrrp.app;

import io.vigie.vrrp.net.NetEvent;
import io.vigie.vrrp.net.NetEvent.AddressAdded;
import io.vigie.vrrp.net.NetEvent.AddressRemoved;
import io.vigie.vrrp.net.NetEvent.LinkChanged;
import io.vigie.vrrp.net.NetEvent.LinkGone;
import io.vigie.vrrp.net.Nic;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machine's interfaces as the kernel has told them. Thread rule: the loop thread. */
final class Interfaces {

  private final Map<Integer, Nic> nics = new HashMap<>();

  /** Per interface, in the order in which they were added; IPv4 secondaries behind the others. */
  private final Map<Integer, Map<InetAddress, Boolean>> addresses = new HashMap<>();

  /** Forgets everything and takes this in. */
  void reset(List<NetEvent> all) {
    nics.clear();
    addresses.clear();
    all.forEach(this::take);
  }

  void take(NetEvent event) {
    switch (event) {
      case LinkChanged(Nic nic) -> nics.put(nic.index(), nic);
      case LinkGone(int index) -> {
        nics.remove(index);
        addresses.remove(index);
      }
      case AddressAdded(int index, InetAddress address, _, boolean secondary) ->
          addresses.computeIfAbsent(index, _ -> new LinkedHashMap<>()).put(address, secondary);
      case AddressRemoved(int index, InetAddress address, _) ->
          addresses.getOrDefault(index, new HashMap<>()).remove(address);
      case NetEvent.Overrun() -> {} // the loop asks for everything anew
    }
  }

  /** The interface of this name. */
  Optional<Nic> named(String name) {
    return nics.values().stream().filter(nic -> nic.name().equals(name)).findFirst();
  }

  /** Whether an interface has an address. */
  boolean has(int index, InetAddress address) {
    return addresses.getOrDefault(index, Map.of()).containsKey(address);
  }

  /**
   * The address to speak from: the first that is no VIP; of IPv6, the first link-local one.
   *
   * @param vips the addresses that come and go
   */
  Optional<InetAddress> source(Nic nic, boolean ipv6, Set<InetAddress> vips) {
    Map<InetAddress, Boolean> all = addresses.getOrDefault(nic.index(), Map.of());
    return all.entrySet().stream()
        .filter(entry -> !vips.contains(entry.getKey()))
        .filter(
            entry ->
                ipv6
                    ? entry.getKey().isLinkLocalAddress()
                        && !(entry.getKey() instanceof Inet4Address)
                    : entry.getKey() instanceof Inet4Address)
        .sorted(Map.Entry.comparingByValue()) // primaries first; stable
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
