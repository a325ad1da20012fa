// SPDX-License-Identifier: Apache-2.0
#include "common/rules/json/document.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/rules/json/reader.h"
#include "nlohmann/json.hpp"

namespace sijill::rules::json {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxProblems = 50;

// Walks a document for its syntax and for keys given twice, which a DOM has
// already lost.
class DuplicateKeys : public nlohmann::json_sax<Json> {
 public:
  explicit DuplicateKeys(Problems& problems) : problems_(problems) {}

  bool null() override { return Value(); }
  bool boolean(bool) override { return Value(); }
  bool number_integer(int64_t) override { return Value(); }
  bool number_unsigned(uint64_t) override { return Value(); }
  bool number_float(double, const std::string&) override { return Value(); }
  bool string(std::string&) override { return Value(); }
  bool binary(Json::binary_t&) override { return Value(); }
  bool start_object(size_t) override { return Open(false); }
  bool start_array(size_t) override { return Open(true); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(std::string& key) override {
    Frame& frame = frames_.back();
    frame.key = Shown(key);
    if (!frame.keys.insert(key).second) problems_.Add(Path(), "given twice");
    return true;
  }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    problems_.Add(Path(), base::StrCat("not JSON at byte ", position));
    return false;
  }

 private:
  struct Frame {
    bool is_array;
    size_t index = 0;
    std::string key = {};
    std::set<std::string> keys = {};
  };

  bool Value() {
    if (!frames_.empty()) ++frames_.back().index;
    return true;
  }
  bool Open(bool is_array) {
    frames_.push_back({.is_array = is_array});
    if (frames_.size() <= kMaxDepth) return true;
    problems_.Add("$", "nested too deeply");
    return false;
  }
  bool Close() {
    frames_.pop_back();
    return Value();
  }
  std::string Path() const {
    std::string path = "$";
    for (const Frame& frame : frames_) {
      path += frame.is_array ? base::StrCat("[", frame.index, "]")
                             : base::StrCat(".", frame.key);
    }
    return path;
  }

  static constexpr size_t kMaxDepth = 16;
  Problems& problems_;
  std::vector<Frame> frames_;
};

}  // namespace

bool IsPlainText(std::string_view text) {
  return !text.empty() && text.size() <= kMaxTextBytes &&
         std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

std::string Shown(std::string_view key) {
  return IsPlainText(key) && key.size() <= 100 ? std::string(key) : "(key)";
}

void Problems::Add(const std::string& path, std::string_view what) {
  if (problems_.size() == kMaxProblems) {
    ++left_out_;
    return;
  }
  problems_.push_back(base::StrCat(path, ": ", what));
}

absl::Status Problems::ToStatus(std::string_view document) const {
  if (problems_.empty()) return absl::OkStatus();
  std::string message(document);
  std::string_view separator = ": ";
  for (const std::string& problem : problems_) {
    message += base::StrCat(separator, problem);
    separator = "; ";
  }
  if (left_out_ > 0) message += base::StrCat("; and ", left_out_, " more");
  return absl::InvalidArgumentError(message);
}

absl::Status ReadDocument(std::string_view text, std::string_view document,
                          const std::function<void(Object&)>& read) {
  Problems problems;
  if (text.size() > kMaxBytes) {
    problems.Add("$", base::StrCat("over ", kMaxBytes, " bytes"));
    return problems.ToStatus(document);
  }
  DuplicateKeys duplicates(problems);
  if (!Json::sax_parse(text, &duplicates)) return problems.ToStatus(document);
  const Json root = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object()) {
    problems.Add("$", "must be an object");
  } else {
    Object object(root, "$", problems);
    read(object);
  }
  return problems.ToStatus(document);
}

}  // namespace sijill::rules::json
