// SPDX-License-Identifier: Apache-2.0
// Reading a JSON object into a typed model: every key is known and of its type.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/rules/json/document.h"
#include "nlohmann/json_fwd.hpp"

namespace sijill::rules::json {

inline constexpr uint32_t kMaxVersion = 1'000'000;

template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

// A JSON object being read. Each member is asked for by key; a value that is
// absent or not as asked for is a problem and reads as a default. When the
// Object goes, each member that nobody asked for is a problem too. Holds
// references: lives on the stack of ReadDocument's callbacks only.
class Object {
 public:
  Object(const nlohmann::json& value, std::string path, Problems& problems);
  ~Object();
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  bool Has(std::string_view key) const;
  void Problem(std::string_view key, std::string_view what);

  // 1-2000 bytes of UTF-8 without control characters.
  std::string Text(std::string_view key);
  std::string OptionalText(std::string_view key);
  // Labels of [a-z0-9_-] joined by ".", an identifier of ours.
  std::string Name(std::string_view key);
  std::vector<std::string> Names(std::string_view key);
  // Three capital letters, ISO 3166-1 alpha-3.
  std::string State(std::string_view key);
  std::vector<std::string> States(std::string_view key);
  uint32_t Integer(std::string_view key, uint32_t least, uint32_t most);
  bool Flag(std::string_view key);
  // "2015-03-02", a day that exists, years 1900 to 9999.
  absl::CivilDay Day(std::string_view key);

  void Member(std::string_view key, const std::function<void(Object&)>& read);
  // Each element of an array of objects; the array may be empty.
  void Each(std::string_view key, const std::function<void(Object&)>& read);
  // The keys of an object whose members are texts, with their texts.
  void EachText(std::string_view key,
                const std::function<void(std::string, std::string)>& read);

  template <typename T, size_t N>
  T Pick(std::string_view key, const Choice<T> (&choices)[N]) {
    return PickFrom(Name(key), key, choices);
  }
  // An array of distinct choices, not empty.
  template <typename T, size_t N>
  std::vector<T> Choices(std::string_view key, const Choice<T> (&choices)[N]) {
    std::vector<T> picked;
    for (const std::string& name : Names(key)) {
      picked.push_back(PickFrom(name, key, choices));
    }
    return picked;
  }

  template <typename T, size_t N>
  std::set<T> ChoiceSet(std::string_view key, const Choice<T> (&choices)[N]) {
    const std::vector<T> picked = Choices(key, choices);
    return {picked.begin(), picked.end()};
  }

 private:
  template <typename T, size_t N>
  T PickFrom(std::string_view name, std::string_view key,
             const Choice<T> (&choices)[N]) {
    for (const Choice<T>& choice : choices) {
      if (choice.name == name) return choice.value;
    }
    // An empty name is a problem already reported.
    if (!name.empty()) Problem(key, "is not one of the known choices");
    return choices[0].value;
  }

  const nlohmann::json* Find(std::string_view key);
  std::string PathOf(std::string_view key) const;
  std::vector<std::string> TextArray(std::string_view key,
                                     bool (*accepts)(std::string_view),
                                     std::string_view what);

  const nlohmann::json& value_;
  const std::string path_;
  Problems& problems_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace sijill::rules::json
