#include "server/net/negotiation.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace goldenfour::net {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// q in thousandths, or nothing for a malformed one.
std::optional<int> parse_quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int value = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    value += (c - '0') * unit;
    unit /= 10;
  }
  return value <= 1000 ? std::optional(value) : std::nullopt;
}

struct MediaRange {
  std::string type;  // "a/b", "a/*" or "*/*"
  int quality = 1000;
};

// Ranges that are malformed are ignored, as if they were not there.
std::vector<MediaRange> parse_accept(std::string_view accept) {
  std::vector<MediaRange> ranges;
  for (const std::string_view part : split(accept, ',')) {
    const auto pieces = split(part, ';');
    MediaRange range{lower(pieces.front())};
    bool good = range.type.find('/') != std::string::npos;
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      if (!pieces[i].starts_with("q=") && !pieces[i].starts_with("Q=")) continue;
      const auto quality = parse_quality(pieces[i].substr(2));
      good = good && quality;
      range.quality = quality.value_or(0);
    }
    if (good) ranges.push_back(std::move(range));
  }
  return ranges;
}

struct CodingRange {
  std::string name;  // "gzip", "identity", "*"
  int quality = 1000;
};

std::vector<CodingRange> parse_codings(std::string_view accept) {
  std::vector<CodingRange> ranges;
  for (const std::string_view part : split_list(accept)) {
    const auto pieces = split(part, ';');
    CodingRange range{lower(pieces.front())};
    if (range.name == "x-gzip") range.name = "gzip";
    if (pieces.size() > 1) {
      const bool has_quality = pieces[1].starts_with("q=") || pieces[1].starts_with("Q=");
      range.quality = has_quality ? parse_quality(pieces[1].substr(2)).value_or(0) : 0;
    }
    ranges.push_back(std::move(range));
  }
  return ranges;
}

// Whatever the client does not name it does not like, but for identity, which must be named to be
// refused (RFC 9110, 12.5.3).
int quality_of_coding(const std::vector<CodingRange>& ranges, std::string_view coding) {
  const CodingRange* any = nullptr;
  for (const CodingRange& range : ranges) {
    if (range.name == coding) return range.quality;
    if (range.name == "*") any = &range;
  }
  if (any != nullptr) return any->quality;
  return coding == "identity" ? 1 : 0;
}

// 3 for the type itself, 2 for "a/*", 1 for "*/*", 0 for no match.
int specificity(std::string_view range, std::string_view type) {
  if (range == type) return 3;
  if (range == "*/*") return 1;
  const bool any_subtype = range.ends_with("/*");
  return any_subtype && type.starts_with(range.substr(0, range.size() - 1)) ? 2 : 0;
}

// The most specific matching range decides.
int quality_of(const std::vector<MediaRange>& ranges, std::string_view type) {
  int best = 0;
  int quality = 0;
  for (const MediaRange& range : ranges) {
    const int match = specificity(range.type, type);
    if (match <= best) continue;
    best = match;
    quality = range.quality;
  }
  return quality;
}

}  // namespace

tl::expected<std::string, Problem> content_type(const Headers& headers) {
  const auto pieces = split(headers.get("Content-Type"), ';');
  std::string type = lower(pieces.front());
  bool good = type.find('/') != std::string::npos;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string parameter = lower(pieces[i]);
    if (!parameter.starts_with("charset=")) continue;
    good = good && (parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"");
  }
  if (good) return type;
  return tl::make_unexpected(Problem{ErrorCode::kUnsupportedMediaType, {}, "Content-Type"});
}

tl::expected<std::string_view, Problem> choose_representation(
    const Headers& headers, std::span<const std::string_view> offered) {
  if (!headers.has("Accept")) return offered.front();
  const auto ranges = parse_accept(headers.list("Accept"));
  std::string_view best;
  int best_quality = 0;
  for (const std::string_view type : offered) {
    const int quality = quality_of(ranges, type);
    if (quality <= best_quality) continue;
    best = type;
    best_quality = quality;
  }
  if (best_quality > 0) return best;
  return tl::make_unexpected(Problem{ErrorCode::kNotAcceptable, {}, "Accept"});
}

tl::expected<std::string_view, Problem> choose_coding(const Headers& headers,
                                                      std::span<const std::string_view> offered) {
  const auto ranges = parse_codings(headers.list("Accept-Encoding"));
  std::string_view best;
  int best_quality = 0;
  for (const std::string_view coding : offered) {
    const int quality = quality_of_coding(ranges, coding);
    if (quality <= best_quality) continue;
    best = coding;
    best_quality = quality;
  }
  if (best_quality > 0) return best;
  return tl::make_unexpected(Problem{ErrorCode::kNotAcceptable, {}, "Accept-Encoding"});
}

tl::expected<Encodings, Problem> choose_encodings(const Headers& headers, bool has_body) {
  Encodings encodings;
  if (has_body) {
    const auto type = content_type(headers);
    if (!type) return tl::make_unexpected(type.error());
    encodings.protobuf_in = *type == kProtobufMediaType;
    if (!encodings.protobuf_in && *type != kJsonMediaType) {
      return tl::make_unexpected(Problem{ErrorCode::kUnsupportedMediaType, {}, "Content-Type"});
    }
  }
  std::array offered = {kJsonMediaType, kProtobufMediaType};
  if (encodings.protobuf_in) std::swap(offered[0], offered[1]);
  const auto chosen = choose_representation(headers, offered);
  if (!chosen) return tl::make_unexpected(chosen.error());
  encodings.protobuf_out = *chosen == kProtobufMediaType;
  return encodings;
}

}  // namespace goldenfour::net
