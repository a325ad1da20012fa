// SPDX-License-Identifier: Apache-2.0
#include "services/node/config/node_config.h"

#include <filesystem>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"

namespace sijill::node {
namespace {

constexpr std::string_view kTraining = "training.";
constexpr std::string_view kControl = "holds a control character";
// A hundred years: beyond it an offset is a slip of the pen.
constexpr int64_t kMaxOffsetSeconds = int64_t{100} * 366 * 86400;

struct PathMember {
  std::string NodeConfig::*path;
  const char* by_default;
};

const std::map<std::string, PathMember, std::less<>>& PathMembers() {
  static const auto* const members =
      new std::map<std::string, PathMember, std::less<>>{
          {"certificate", {&NodeConfig::certificate, "pki/node.pem"}},
          {"key", {&NodeConfig::key, "pki/node.key"}},
          {"root", {&NodeConfig::root, "pki/root.pem"}},
          {"crl", {&NodeConfig::crl, "pki/crl.pem"}},
          {"rules", {&NodeConfig::rules, "rules"}},
          {"peers", {&NodeConfig::peers, "peers"}},
          {"seals", {&NodeConfig::seals, "seals"}},
          {"registry", {&NodeConfig::registry, "registry.json"}},
      };
  return *members;
}

absl::Status Wrong(std::string_view member, std::string_view what) {
  return absl::InvalidArgumentError(base::StrCat(member, ": ", what));
}

std::string Under(const std::string& directory, const std::string& path) {
  return (std::filesystem::path(directory) / path).lexically_normal().string();
}

absl::StatusOr<std::string> TextOf(const nlohmann::json& root,
                                   const char* name) {
  const auto found = root.find(name);
  if (found == root.end()) return Wrong(name, "is required");
  if (!found->is_string()) return Wrong(name, "a text is needed");
  std::string text = found->get<std::string>();
  if (base::HoldsControl(text)) return Wrong(name, kControl);
  return text;
}

absl::Status SetListen(const std::string& listen, NodeConfig& config) {
  const size_t colon = listen.rfind(':');
  const auto port =
      colon == std::string::npos
          ? std::nullopt
          : base::ParseDecimal(std::string_view(listen).substr(colon + 1));
  if (!port || colon == 0 || *port > 65535) {
    return Wrong("listen", "a numeric address and a port: \"127.0.0.1:7443\"");
  }
  config.listen_address = listen.substr(0, colon);
  config.listen_port = static_cast<uint16_t>(*port);
  return absl::OkStatus();
}

// Nothing if `value` is no whole number of at most kMaxOffsetSeconds. A number
// above 2^63 - 1 must not be asked for as int64_t: it would be another one.
std::optional<int64_t> SecondsOf(const nlohmann::json& value) {
  if (value.is_number_unsigned()) {
    const auto seconds = value.get<uint64_t>();
    if (seconds > uint64_t{kMaxOffsetSeconds}) return std::nullopt;
    return static_cast<int64_t>(seconds);
  }
  if (!value.is_number_integer()) return std::nullopt;
  const auto seconds = value.get<int64_t>();
  if (seconds < -kMaxOffsetSeconds) return std::nullopt;
  return seconds;
}

absl::Status SetOffset(const nlohmann::json& value, NodeConfig& config) {
  const std::optional<int64_t> seconds = SecondsOf(value);
  if (!seconds) {
    return Wrong("clock_offset_seconds", "a whole number of seconds");
  }
  config.clock_offset = absl::Seconds(*seconds);
  if (config.clock_offset != absl::ZeroDuration() && !IsTraining(config)) {
    return Wrong("clock_offset_seconds",
                 "only an exchange whose name begins with \"training.\" may "
                 "have another time than the machine's");
  }
  return absl::OkStatus();
}

absl::Status SetOptional(const nlohmann::json& root, NodeConfig& config) {
  for (const auto& [name, value] : root.items()) {
    if (name == "domain" || name == "exchange" || name == "directory") continue;
    if (name == "clock_offset_seconds") {
      RETURN_IF_ERROR(SetOffset(value, config));
      continue;
    }
    const auto path = PathMembers().find(name);
    if (name != "listen" && path == PathMembers().end()) {
      return Wrong(base::HoldsControl(name) ? "a name" : name, "unknown name");
    }
    ASSIGN_OR_RETURN(const std::string text, TextOf(root, name.c_str()));
    if (name == "listen") {
      RETURN_IF_ERROR(SetListen(text, config));
    } else if (text.empty()) {
      return Wrong(name, "a path is needed");
    } else {
      config.*path->second.path = Under(config.directory, text);
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool IsTraining(const NodeConfig& config) {
  return config.exchange.starts_with(kTraining);
}

absl::StatusOr<NodeConfig> ParseNodeConfig(std::string_view json,
                                           const std::string& directory) {
  const auto root = nlohmann::json::parse(json, nullptr, false);
  if (!root.is_object()) {
    return absl::InvalidArgumentError("the configuration is no JSON object");
  }
  ASSIGN_OR_RETURN(const std::string domain, TextOf(root, "domain"));
  auto parsed = base::DomainName::Parse(domain);
  if (!parsed.ok()) return Wrong("domain", "no domain's name");
  NodeConfig config{.domain = *std::move(parsed)};
  ASSIGN_OR_RETURN(config.exchange, TextOf(root, "exchange"));
  if (!base::IsName(config.exchange)) {
    return Wrong("exchange", "no exchange's name");
  }
  config.directory = directory;
  if (root.contains("directory")) {
    ASSIGN_OR_RETURN(const std::string data, TextOf(root, "directory"));
    config.directory = Under(directory, data);
  }
  for (const auto& [name, member] : PathMembers()) {
    config.*member.path = Under(config.directory, member.by_default);
  }
  RETURN_IF_ERROR(SetOptional(root, config));
  return config;
}

absl::StatusOr<NodeConfig> ReadNodeConfig(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string json, config::ReadFile(path));
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path, error);
  auto config = ParseNodeConfig(json, absolute.parent_path().string());
  if (config.ok()) return config;
  return absl::InvalidArgumentError(
      base::StrCat(path, ": ", std::string(config.status().message())));
}

std::string FormatNodeConfig(const base::DomainName& domain,
                             std::string_view exchange,
                             std::string_view listen) {
  nlohmann::ordered_json root;
  root["domain"] = domain.str();
  root["exchange"] = std::string(exchange);
  root["listen"] = std::string(listen);
  return root.dump(2) + "\n";
}

}  // namespace sijill::node
