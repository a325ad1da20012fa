// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/output.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "common/base/text.h"

namespace sijill::cli {
namespace {

using Json = nlohmann::ordered_json;

// Invalid UTF-8 becomes U+FFFD instead of an exception.
std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Json ToJson(const Cell& cell) {
  return std::visit([](const auto& value) { return Json(value); }, cell);
}

std::string ToText(const Cell& cell) {
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "yes" : "no";
  if (const auto* number = std::get_if<int64_t>(&cell)) {
    return std::to_string(*number);
  }
  std::string text = std::get<std::string>(cell);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return text;
}

// "not_after" -> "Not after".
std::string Heading(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') {
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  }
  return name;
}

// In code points: every octet of UTF-8 but the continuing ones.
size_t WidthOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

using Lines = std::vector<std::vector<std::string>>;

// Columns two spaces apart; the last one is not padded.
void PrintAligned(std::ostream& out, const Lines& lines) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], WidthOf(line[i]));
    }
  }
  for (const std::vector<std::string>& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      out << line[i];
      if (i + 1 == line.size()) break;
      out << std::string(widths[i] - WidthOf(line[i]) + 2, ' ');
    }
    out << '\n';
  }
}

Json ToJson(const Report& report) {
  Json object = Json::object();
  for (const auto& [name, cell] : report.fields) object[name] = ToJson(cell);
  if (report.rows_name.empty()) return object;
  Json rows = Json::array();
  for (const std::vector<Cell>& row : report.rows) {
    Json entry = Json::object();
    for (size_t i = 0; i < row.size(); ++i) {
      entry[report.columns[i]] = ToJson(row[i]);
    }
    rows.push_back(std::move(entry));
  }
  object[report.rows_name] = std::move(rows);
  return object;
}

Lines FieldLines(const Report& report) {
  Lines lines;
  for (const auto& [name, cell] : report.fields) {
    lines.push_back({Heading(name) + ":", ToText(cell)});
  }
  return lines;
}

Lines TableLines(const Report& report) {
  Lines lines(1);
  for (const std::string& column : report.columns) {
    lines[0].push_back(Heading(column));
  }
  for (const std::vector<Cell>& row : report.rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const Cell& cell : row) line.push_back(ToText(cell));
  }
  return lines;
}

}  // namespace

void Output::Print(const Report& report) {
  if (json_) {
    out_ << Dump(ToJson(report)) << '\n';
    return;
  }
  PrintAligned(out_, FieldLines(report));
  if (report.rows.empty()) return;
  if (!report.fields.empty()) out_ << '\n';
  PrintAligned(out_, TableLines(report));
}

void Output::Print(std::string_view sentence) {
  if (json_) {
    out_ << Dump({{"message", sentence}}) << '\n';
  } else {
    out_ << ToText(std::string(sentence)) << '\n';
  }
}

void Output::Print(const Failure& failure) {
  if (json_) {
    Json error = {{"exit_code", static_cast<int>(failure.exit_code)},
                  {"what", failure.what},
                  {"next", failure.next}};
    if (!failure.reason.empty()) error["reason"] = failure.reason;
    if (!failure.details.empty()) error["details"] = failure.details;
    if (!failure.request_id.empty()) error["request_id"] = failure.request_id;
    err_ << Dump({{"error", std::move(error)}}) << '\n';
    return;
  }
  err_ << "sijill: " << ToText(failure.what);
  if (!failure.reason.empty()) err_ << " [" << ToText(failure.reason) << ']';
  err_ << '\n';
  for (const std::string& line : failure.details) {
    err_ << "        " << ToText(line) << '\n';
  }
  err_ << "next:   " << ToText(failure.next) << '\n';
  if (failure.request_id.empty()) return;
  err_ << "        a repetition is safe with --request-id "
       << ToText(failure.request_id) << '\n';
}

void Output::PrintLines(std::string_view lines) {
  if (json_ || lines.empty()) return;
  if (lines.ends_with('\n')) lines.remove_suffix(1);
  for (const std::string_view line : base::Split(lines, '\n')) {
    out_ << ToText(std::string(line)) << '\n';
  }
}

void Output::Warn(std::string_view sentence) {
  if (json_) {
    err_ << Dump({{"warning", sentence}}) << '\n';
  } else {
    err_ << "sijill: " << ToText(std::string(sentence)) << '\n';
  }
}

void Output::Progress(std::string_view sentence) {
  if (json_) return;
  err_ << ToText(std::string(sentence)) << '\n' << std::flush;
}

void Output::PrintJson(std::string_view json) {
  if (!json_) return;
  out_ << json;
  if (!json.ends_with('\n')) out_ << '\n';
}

}  // namespace sijill::cli
