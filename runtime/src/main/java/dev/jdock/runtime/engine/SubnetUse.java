package dev.jdock.runtime.engine;

import java.math.BigInteger;

/**
 * How much of a network's subnet is taken.
 *
 * @param subnet {@code 172.17.0.0/16}
 * @param taken addresses that no container can have any more: those of containers and of the
 *     gateway, what is kept, and what no interface may have
 * @param free addresses of which containers get theirs
 */
public record SubnetUse(String subnet, BigInteger taken, BigInteger free) {}
