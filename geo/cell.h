#pragma once

#include <cstdint>
#include <string>

#include "geo/position.h"

namespace goldenfour::geo {

inline constexpr int kMaxCellLevel = 30;  // about 1 cm; level 15 is about 250 m, level 13 1.1 km

// The S2 cell of `level` (0..30, else a programmer error) that holds the position. Cells order
// along a Hilbert curve: near numbers are near places, and a cell's descendants are one range.
// Pure.
std::uint64_t cell_id(const Position& position, int level);

// The same as S2's token: hexadecimal without trailing zeros, at most 16 characters, as other S2
// software reads it. What is shown of a home instead of its position.
std::string cell_token(const Position& position, int level);

// True for a number that cell_id can return.
bool is_cell_id(std::uint64_t cell);

// The middle of a cell; `cell` must satisfy is_cell_id (a programmer error otherwise). Pure.
Position cell_center(std::uint64_t cell);

}  // namespace goldenfour::geo
