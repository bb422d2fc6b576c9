#pragma once

namespace goldenfour::net::codec {

/// The wire's enums are the domain's plus one; 0 is unspecified.
template <class Wire, class Domain>
Wire plus_one(Domain value) {
  return static_cast<Wire>(static_cast<int>(value) + 1);
}

}  // namespace goldenfour::net::codec
