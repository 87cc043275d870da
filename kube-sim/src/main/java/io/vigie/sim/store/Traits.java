package io.vigie.sim.store;

/**
 * How a kind is written.
 *
 * @param kind as its objects say
 * @param status whether status is a subresource of its own
 * @param generation whether changes of what is wanted are counted
 * @param unconditional whether it may be replaced without saying which version
 */
public record Traits(String kind, boolean status, boolean generation, boolean unconditional) {}
