#include "server/registry/hours_cursor.h"

#include <utility>

namespace goldenfour::registry::hours {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr std::int32_t kMaxDayOffset = 366;

}  // namespace

void Cursor::fail(std::string expected) {
  if (error_) return;
  error_ = ParseError{position_, std::move(expected)};
  position_ = text_.size();
}

void Cursor::skip_spaces() {
  while (peek() == ' ' || peek() == '\t') ++position_;
}

char Cursor::peek(std::size_t ahead) const {
  return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
}

bool Cursor::take(std::string_view token) {
  skip_spaces();
  if (!text_.substr(position_).starts_with(token)) return false;
  position_ += token.size();
  return true;
}

bool Cursor::take_word(std::string_view word) {
  const std::size_t before = position_;
  if (take(word) && !is_letter(peek())) return true;
  position_ = before;
  return false;
}

std::size_t Cursor::digits_here() const {
  std::size_t count = 0;
  while (is_digit(peek(count))) ++count;
  return count;
}

std::optional<std::int32_t> Cursor::take_number(std::size_t digits) {
  const std::size_t before = position_;
  skip_spaces();
  const std::size_t count = digits_here();
  const bool time = peek(count) == ':' && is_digit(peek(count + 1));
  if (count == 0 || count > digits || time) {
    position_ = before;
    return std::nullopt;
  }
  std::int32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text_[position_++] - '0');
  return value;
}

std::int32_t Cursor::take_day_offset() {
  const std::size_t before = position_;
  const bool plus = take("+");
  if (plus || take("-")) {
    const auto days = take_number(3);
    if (days && (take_word("days") || take_word("day"))) {
      if (*days < 1 || *days > kMaxDayOffset) fail("1 to 366 days");
      return plus ? *days : -*days;
    }
  }
  position_ = before;
  return 0;
}

std::optional<std::string> Cursor::take_comment() {
  const std::size_t before = position_;
  if (!take("\"")) return std::nullopt;
  const std::size_t end = text_.find('"', position_);
  if (end == std::string_view::npos) {
    position_ = before;
    fail("a comment that ends with '\"'");
    return std::nullopt;
  }
  std::string comment(text_.substr(position_, end - position_));
  position_ = end + 1;
  return comment;
}

bool Cursor::time_follows() const {
  Cursor look = *this;
  look.skip_spaces();
  const std::size_t count = look.digits_here();
  if (count > 0) return count <= 2 && look.peek(count) == ':';
  return look.peek() == '(' || look.take_one_of(kSunEvents) != 0;
}

}  // namespace goldenfour::registry::hours
