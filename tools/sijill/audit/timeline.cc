// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/audit/timeline.h"

#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kIdDigits = 12;

const char* LogText(v1::Log log) {
  return log == v1::LOG_OWN ? "own" : "shared";
}

std::string ShortId(const std::string& name) {
  return name.substr(name.rfind('/') + 1).substr(0, kIdDigits);
}

void PrintJson(const ReplayCheck& check, Output& output) {
  Json events = Json::array();
  for (const ReplayedLine& line : check.lines()) {
    events.push_back({{"name", line.name},
                      {"log", LogText(line.log)},
                      {"index", line.index},
                      {"recordedAt", TimeText(line.recorded_at)},
                      {"agency", line.agency},
                      {"kind", line.kind},
                      {"officer", line.officer},
                      {"failures", line.failures}});
  }
  const Json answer = {{"events", std::move(events)},
                       {"notes", check.notes()},
                       {"failures", check.failures()},
                       {"verified", check.verified()},
                       {"complete", check.complete()}};
  output.PrintJson(answer.dump(1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void PrintTimeline(const ReplayCheck& check, Output& output) {
  if (output.json()) return PrintJson(check, output);
  Report table;
  table.rows_name = "events";
  table.columns = {"time", "agency", "what",    "officer",
                   "log",  "event",  "verified"};
  for (const ReplayedLine& line : check.lines()) {
    table.rows.push_back(
        {TimeText(line.recorded_at), line.agency, line.kind, line.officer,
         base::StrCat(LogText(line.log), " ", line.index), ShortId(line.name),
         line.failures.empty() ? "✓" : "✗"});
  }
  output.Print(table);
  for (const ReplayedLine& line : check.lines()) {
    for (const std::string& failure : line.failures) {
      output.PrintLines(base::StrCat("✗ ", ShortId(line.name), " ", failure));
    }
  }
  for (const std::string& failure : check.failures()) {
    output.PrintLines("✗ " + failure);
  }
  for (const std::string& note : check.notes()) {
    output.PrintLines("- " + note);
  }
  if (!check.verified()) return;
  output.PrintLines(base::StrCat(
      check.lines().size(),
      check.complete()
          ? " events: every header, seal, lane, part and proof holds."
          : " events: nothing is wrong, but not everything could be checked."));
}

}  // namespace sijill::cli
