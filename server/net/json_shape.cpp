#include "server/net/json_shape.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <boost/json/value.hpp>

namespace goldenfour::net {
namespace {

namespace json = boost::json;
namespace pb = google::protobuf;
using Checked = tl::expected<void, Problem>;
using Field = pb::FieldDescriptor;

Checked refuse(ErrorCode code, const std::string& path, std::string detail = {}) {
  return tl::make_unexpected(Problem{code, std::move(detail), path});
}

std::string member(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string element(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

Checked check_message(const json::value& value, const pb::Descriptor& type,
                      const std::string& path);

// "WGS84, CGCS2000, GCJ02, BD09": what may be written, without the zero value and second names.
std::string names_of(const pb::EnumDescriptor& type) {
  std::string names;
  for (int i = 0; i < type.value_count(); ++i) {
    const pb::EnumValueDescriptor& value = *type.value(i);
    if (value.number() == 0 || type.FindValueByNumber(value.number()) != &value) continue;
    names += (names.empty() ? "" : ", ") + value.name();
  }
  return names;
}

Checked check_enum(const json::value& value, const pb::EnumDescriptor& type,
                   const std::string& path) {
  if (const json::string* name = value.if_string()) {
    if (type.FindValueByName(std::string(name->c_str(), name->size())) != nullptr) return {};
    return refuse(ErrorCode::kUnknownEnumValue, path, "not one of " + names_of(type));
  }
  if (const std::int64_t* number = value.if_int64()) {
    const bool fits =
        *number >= std::numeric_limits<int>::min() && *number <= std::numeric_limits<int>::max();
    if (fits && type.FindValueByNumber(static_cast<int>(*number)) != nullptr) return {};
    return refuse(ErrorCode::kUnknownEnumValue, path, "not a number of " + type.name());
  }
  return refuse(ErrorCode::kInvalidField, path, "must be a name of " + type.name());
}

template <typename Int>
bool is_integer(const json::value& value) {
  if (const std::int64_t* number = value.if_int64()) return std::in_range<Int>(*number);
  if (const std::uint64_t* number = value.if_uint64()) return std::in_range<Int>(*number);
  if (const double* number = value.if_double()) {
    // 2^digits is exact as a double; the largest Int need not be.
    const double above = std::ldexp(1.0, std::numeric_limits<Int>::digits);
    const double least = std::numeric_limits<Int>::is_signed ? -above : 0.0;
    return *number == std::trunc(*number) && *number >= least && *number < above;
  }
  // 64-bit integers travel as strings, since JavaScript's numbers end at 2^53.
  const json::string* text = value.if_string();
  if (text == nullptr || text->empty()) return false;
  Int parsed = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, parsed);
  return error == std::errc() && stop == end;
}

Checked check_floating(const json::value& value, double limit, const std::string& path) {
  if (const double* number = value.if_double()) {
    if (std::abs(*number) <= limit) return {};
    return refuse(ErrorCode::kNumberNotFinite, path, "beyond the range of the field");
  }
  if (value.is_number()) return {};
  if (const json::string* text = value.if_string()) {
    const std::string_view name(text->data(), text->size());
    if (name == "NaN" || name == "Infinity" || name == "-Infinity") {
      return refuse(ErrorCode::kNumberNotFinite, path);
    }
  }
  return refuse(ErrorCode::kInvalidField, path, "must be a number");
}

Checked check_text(const json::value& value, const std::string& path) {
  const json::string* text = value.if_string();
  if (text == nullptr) return refuse(ErrorCode::kInvalidField, path, "must be a string");
  if (text->find('\0') != json::string::npos) {
    return refuse(ErrorCode::kInvalidField, path, "must not contain U+0000");
  }
  return {};
}

Checked require(bool fits, const std::string& path, std::string_view what) {
  return fits ? Checked() : refuse(ErrorCode::kInvalidField, path, "must be " + std::string(what));
}

// One value, not null and not repeated.
Checked check_single(const json::value& value, const Field& field, const std::string& path) {
  switch (field.cpp_type()) {
    case Field::CPPTYPE_BOOL:
      return require(value.is_bool(), path, "true or false");
    case Field::CPPTYPE_INT32:
      return require(is_integer<std::int32_t>(value), path, "a 32-bit integer");
    case Field::CPPTYPE_INT64:
      return require(is_integer<std::int64_t>(value), path, "a 64-bit integer");
    case Field::CPPTYPE_UINT32:
      return require(is_integer<std::uint32_t>(value), path, "an unsigned 32-bit integer");
    case Field::CPPTYPE_UINT64:
      return require(is_integer<std::uint64_t>(value), path, "an unsigned 64-bit integer");
    case Field::CPPTYPE_FLOAT:
      return check_floating(value, std::numeric_limits<float>::max(), path);
    case Field::CPPTYPE_DOUBLE:
      return check_floating(value, std::numeric_limits<double>::max(), path);
    case Field::CPPTYPE_STRING:
      return check_text(value, path);
    case Field::CPPTYPE_ENUM:
      return check_enum(value, *field.enum_type(), path);
    case Field::CPPTYPE_MESSAGE:
      return check_message(value, *field.message_type(), path);
  }
  return {};
}

Checked check_map(const json::value& value, const Field& field, const std::string& path) {
  const json::object* object = value.if_object();
  if (object == nullptr) return refuse(ErrorCode::kInvalidField, path, "must be an object");
  const Field& mapped = *field.message_type()->map_value();
  for (const json::key_value_pair& entry : *object) {
    const auto ok = check_single(entry.value(), mapped, member(path, entry.key_c_str()));
    if (!ok) return ok;
  }
  return {};
}

Checked check_repeated(const json::value& value, const Field& field, const std::string& path) {
  const json::array* array = value.if_array();
  if (array == nullptr) return refuse(ErrorCode::kInvalidField, path, "must be an array");
  for (std::size_t i = 0; i < array->size(); ++i) {
    if (const auto ok = check_single((*array)[i], field, element(path, i)); !ok) return ok;
  }
  return {};
}

Checked check_field(const json::value& value, const Field& field, const std::string& path) {
  if (value.is_null()) return {};  // absent
  if (field.is_map()) return check_map(value, field, path);
  if (field.is_repeated()) return check_repeated(value, field, path);
  return check_single(value, field, path);
}

const Field* find_field(const pb::Descriptor& type, const std::string& name) {
  if (const Field* field = type.FindFieldByCamelcaseName(name)) return field;
  return type.FindFieldByName(name);
}

Checked check_members(const json::object& object, const pb::Descriptor& type,
                      const std::string& path) {
  std::set<const Field*> seen;
  std::set<const pb::OneofDescriptor*> chosen;
  for (const json::key_value_pair& entry : object) {
    const std::string name(entry.key().data(), entry.key().size());
    const std::string here = member(path, name);
    const Field* field = find_field(type, name);
    if (field == nullptr) {
      return refuse(ErrorCode::kUnknownField, here, "not a field of " + type.name());
    }
    if (!seen.insert(field).second) {
      return refuse(ErrorCode::kDuplicateKey, here, "the field is given in both spellings");
    }
    const pb::OneofDescriptor* oneof = field->real_containing_oneof();
    if (oneof != nullptr && !entry.value().is_null() && !chosen.insert(oneof).second) {
      return refuse(ErrorCode::kInvalidField, here, "only one member of " + oneof->name());
    }
    if (const auto ok = check_field(entry.value(), *field, here); !ok) return ok;
  }
  return {};
}

Checked check_message(const json::value& value, const pb::Descriptor& type,
                      const std::string& path) {
  switch (type.well_known_type()) {
    case pb::Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
      break;
    case pb::Descriptor::WELLKNOWNTYPE_TIMESTAMP:
    case pb::Descriptor::WELLKNOWNTYPE_DURATION:
    case pb::Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return check_text(value, path);
    default:
      return {};  // Struct, Any, wrappers: protobuf's parser knows their shapes
  }
  if (const json::object* object = value.if_object()) return check_members(*object, type, path);
  return refuse(ErrorCode::kInvalidField, path, "must be an object");
}

// One singular or repeated value of a message, by reflection.
struct Place {
  const pb::Message& message;
  const Field& field;
  int index;  // -1: singular

  int enum_number() const {
    const pb::Reflection& reflect = *message.GetReflection();
    return index < 0 ? reflect.GetEnumValue(message, &field)
                     : reflect.GetRepeatedEnumValue(message, &field, index);
  }
  double floating() const {
    const pb::Reflection& reflect = *message.GetReflection();
    if (field.cpp_type() == Field::CPPTYPE_FLOAT) {
      return static_cast<double>(index < 0 ? reflect.GetFloat(message, &field)
                                           : reflect.GetRepeatedFloat(message, &field, index));
    }
    return index < 0 ? reflect.GetDouble(message, &field)
                     : reflect.GetRepeatedDouble(message, &field, index);
  }
  bool has_nul() const {
    const pb::Reflection& reflect = *message.GetReflection();
    std::string scratch;
    const std::string& text =
        index < 0 ? reflect.GetStringReference(message, &field, &scratch)
                  : reflect.GetRepeatedStringReference(message, &field, index, &scratch);
    return text.find('\0') != std::string::npos;
  }
  const pb::Message& nested() const {
    const pb::Reflection& reflect = *message.GetReflection();
    return index < 0 ? reflect.GetMessage(message, &field)
                     : reflect.GetRepeatedMessage(message, &field, index);
  }
};

Checked check_values_below(const pb::Message& message, const std::string& path);

Checked check_place(const Place& place, const std::string& path) {
  switch (place.field.cpp_type()) {
    case Field::CPPTYPE_ENUM:
      if (place.field.enum_type()->FindValueByNumber(place.enum_number()) != nullptr) return {};
      return refuse(ErrorCode::kUnknownEnumValue, path);
    case Field::CPPTYPE_FLOAT:
    case Field::CPPTYPE_DOUBLE:
      if (std::isfinite(place.floating())) return {};
      return refuse(ErrorCode::kNumberNotFinite, path);
    case Field::CPPTYPE_STRING:
      if (place.field.type() == Field::TYPE_BYTES || !place.has_nul()) return {};
      return refuse(ErrorCode::kInvalidField, path, "must not contain U+0000");
    case Field::CPPTYPE_MESSAGE:
      return check_values_below(place.nested(), path);
    default:
      return {};
  }
}

Checked check_values_below(const pb::Message& message, const std::string& path) {
  std::vector<const Field*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const Field* field : fields) {
    const std::string here = member(path, field->json_name());
    const int size = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : -1;
    if (size < 0) {
      if (const auto ok = check_place({message, *field, -1}, here); !ok) return ok;
    }
    for (int i = 0; i < size; ++i) {
      const auto ok = check_place({message, *field, i}, element(here, static_cast<std::size_t>(i)));
      if (!ok) return ok;
    }
  }
  return {};
}

}  // namespace

tl::expected<void, Problem> check_shape(const boost::json::value& value,
                                        const google::protobuf::Descriptor& type) {
  return check_message(value, type, {});
}

tl::expected<void, Problem> check_values(const google::protobuf::Message& message) {
  return check_values_below(message, {});
}

}  // namespace goldenfour::net
