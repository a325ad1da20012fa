// SPDX-License-Identifier: Apache-2.0
// Everything the command line prints: for people by default, as JSON with
// --json; failures on standard error in the same form.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tools/sijill/failure.h"

namespace sijill::cli {

using Cell = std::variant<std::string, int64_t, bool>;

// An answer: named values, then rows under named columns; either may be empty.
// Names are in snake_case: JSON has them as they are, people read "Not after".
struct Report {
  std::vector<std::pair<std::string, Cell>> fields;
  std::string rows_name;  // what the rows are called in JSON; empty: no rows
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  // each as long as `columns`
};

class Output {
 public:
  // Both outlive this.
  Output(std::ostream& out, std::ostream& err) : out_(out), err_(err) {}

  void set_json(bool json) { json_ = json; }
  // JSON: one object. Text: values beside their names, then an aligned table.
  // Control characters print as "?": a value from elsewhere moves no cursor.
  void Print(const Report& report);
  // One sentence for people; with --json {"message": ...}.
  void Print(std::string_view sentence);
  void Print(const Failure& failure);
  // Several lines, for people only; control characters but newlines as "?".
  void PrintLines(std::string_view lines);
  // What a person should know beside the answer, and how far long work has
  // come: a line on standard error; with --json {"warning": ...}, and nothing.
  void Warn(std::string_view sentence);
  void Progress(std::string_view sentence);
  // A whole answer that is JSON already, with --json only.
  void PrintJson(std::string_view json);
  bool json() const { return json_; }

 private:
  std::ostream& out_;
  std::ostream& err_;
  bool json_ = false;
};

}  // namespace sijill::cli
