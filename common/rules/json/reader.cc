// SPDX-License-Identifier: Apache-2.0
#include "common/rules/json/reader.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "nlohmann/json.hpp"

namespace sijill::rules::json {
namespace {

using Json = nlohmann::json;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == '*';
}

bool IsIdentifier(std::string_view text) {
  return !text.empty() && text.size() <= 100 &&
         std::ranges::all_of(text, IsNameCharacter);
}

bool IsState(std::string_view text) {
  return text.size() == 3 &&
         std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

Object::Object(const Json& value, std::string path, Problems& problems)
    : value_(value), path_(std::move(path)), problems_(problems) {}

// NOLINTNEXTLINE(bugprone-exception-escape): only for want of memory.
Object::~Object() {
  for (const auto& [key, unused] : value_.items()) {
    if (!asked_.contains(key)) {
      problems_.Add(PathOf(Shown(key)), "is not known here");
    }
  }
}

std::string Object::PathOf(std::string_view key) const {
  return base::StrCat(path_, ".", key);
}

bool Object::Has(std::string_view key) const {
  return value_.contains(std::string(key));
}

void Object::Problem(std::string_view key, std::string_view what) {
  problems_.Add(PathOf(key), what);
}

const Json* Object::Find(std::string_view key) {
  asked_.emplace(key);
  const auto found = value_.find(std::string(key));
  if (found != value_.end()) return &*found;
  Problem(key, "is missing");
  return nullptr;
}

std::string Object::Text(std::string_view key) {
  const Json* value = Find(key);
  if (value == nullptr) return "";
  if (value->is_string() && IsPlainText(value->get_ref<const std::string&>())) {
    return value->get<std::string>();
  }
  Problem(key, "must be a text of 1 to 2000 bytes, no control characters");
  return "";
}

std::string Object::OptionalText(std::string_view key) {
  return Has(key) ? Text(key) : "";
}

std::string Object::Name(std::string_view key) {
  const Json* value = Find(key);
  if (value == nullptr) return "";
  if (value->is_string() &&
      IsIdentifier(value->get_ref<const std::string&>())) {
    return value->get<std::string>();
  }
  Problem(key, "must be a name of lower-case letters, digits, _ - .");
  return "";
}

std::string Object::State(std::string_view key) {
  const Json* value = Find(key);
  if (value == nullptr) return "";
  if (value->is_string() && IsState(value->get_ref<const std::string&>())) {
    return value->get<std::string>();
  }
  Problem(key, "must be an ISO 3166-1 alpha-3 code");
  return "";
}

std::vector<std::string> Object::TextArray(std::string_view key,
                                           bool (*accepts)(std::string_view),
                                           std::string_view what) {
  const Json* value = Find(key);
  if (value == nullptr) return {};
  std::vector<std::string> texts;
  std::set<std::string_view> distinct;
  bool good = value->is_array() && !value->empty();
  if (good) {
    for (const Json& element : *value) {
      good = element.is_string() &&
             accepts(element.get_ref<const std::string&>()) &&
             distinct.insert(element.get_ref<const std::string&>()).second;
      if (!good) break;
      texts.push_back(element.get<std::string>());
    }
  }
  if (good) return texts;
  Problem(key, what);
  return {};
}

std::vector<std::string> Object::Names(std::string_view key) {
  return TextArray(key, IsIdentifier,
                   "must be an array of distinct names, not empty");
}

std::vector<std::string> Object::States(std::string_view key) {
  return TextArray(
      key, IsState,
      "must be an array of distinct ISO 3166-1 alpha-3 codes, not empty");
}

uint32_t Object::Integer(std::string_view key, uint32_t least, uint32_t most) {
  const Json* value = Find(key);
  if (value == nullptr) return least;
  if (value->is_number_unsigned()) {
    const uint64_t number = value->get<uint64_t>();
    if (number >= least && number <= most) {
      return static_cast<uint32_t>(number);
    }
  }
  Problem(key, base::StrCat("must be an integer from ", least, " to ", most));
  return least;
}

bool Object::Flag(std::string_view key) {
  const Json* value = Find(key);
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  Problem(key, "must be true or false");
  return false;
}

absl::CivilDay Object::Day(std::string_view key) {
  const Json* value = Find(key);
  if (value == nullptr) return {};
  absl::CivilDay day;
  if (value->is_string()) {
    const std::string& text = value->get_ref<const std::string&>();
    if (text.size() == 10 && absl::ParseCivilTime(text, &day) &&
        day.year() >= 1900 && absl::FormatCivilTime(day) == text) {
      return day;
    }
  }
  Problem(key, "must be a day, YYYY-MM-DD");
  return {};
}

void Object::Member(std::string_view key,
                    const std::function<void(Object&)>& read) {
  const Json* value = Find(key);
  if (value == nullptr) return;
  if (!value->is_object()) return Problem(key, "must be an object");
  Object member(*value, PathOf(key), problems_);
  read(member);
}

void Object::Each(std::string_view key,
                  const std::function<void(Object&)>& read) {
  const Json* value = Find(key);
  if (value == nullptr) return;
  if (!value->is_array()) return Problem(key, "must be an array");
  size_t index = 0;
  for (const Json& element : *value) {
    const std::string at = base::StrCat(key, "[", index++, "]");
    if (!element.is_object()) {
      Problem(at, "must be an object");
      continue;
    }
    Object object(element, PathOf(at), problems_);
    read(object);
  }
}

void Object::EachText(
    std::string_view key,
    const std::function<void(std::string, std::string)>& read) {
  Member(key, [&](Object& member) {
    for (const auto& [name, unused] : member.value_.items()) {
      if (!IsIdentifier(name)) continue;
      read(name, member.Text(name));
    }
  });
}

}  // namespace sijill::rules::json
