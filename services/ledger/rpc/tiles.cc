// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/merkle/tile.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"
#include "services/ledger/rpc/ledger_methods.h"
#include "services/ledger/rpc/log_access.h"

namespace sijill::ledger_service {
namespace {

// The bytes of the tile; a level or index that no tree has is beyond the log.
absl::StatusOr<std::string> ReadTile(const OpenedLog& log, int level,
                                     uint64_t index, uint32_t width) {
  if (width >= static_cast<uint32_t>(merkle::kTileWidth)) {
    refusal::FieldProblems problems;
    problems.Add("width", "1 to 255, or 0 for a full tile of 256");
    return problems.status();
  }
  if (level > merkle::kMaxTileLevel || index > merkle::kMaxTreeSize) {
    return BeyondLog(absl::OutOfRangeError("no such tile"));
  }
  auto bytes = log.view().Tile(merkle::FormatTileName(
      {.level = level,
       .index = index,
       .width = width == 0 ? merkle::kTileWidth : static_cast<int>(width)}));
  if (!bytes.ok()) return BeyondLog(bytes.status());
  return bytes;
}

}  // namespace

absl::StatusOr<v1::GetTileResponse> HandleGetTile(
    const command::Office& office, const rpc::Call& call,
    const v1::GetTileRequest& request) {
  ASSIGN_OR_RETURN(const OpenedLog log,
                   OpenLogFor(office, call, request.caller(), request.log()));
  if (request.level() > static_cast<uint32_t>(merkle::kMaxTileLevel)) {
    return BeyondLog(absl::OutOfRangeError("no such level"));
  }
  ASSIGN_OR_RETURN(std::string bytes,
                   ReadTile(log, static_cast<int>(request.level()),
                            request.tile_index(), request.width()));
  v1::GetTileResponse response;
  response.set_hashes(std::move(bytes));
  return response;
}

absl::StatusOr<v1::GetEntryBundleResponse> HandleGetEntryBundle(
    const command::Office& office, const rpc::Call& call,
    const v1::GetEntryBundleRequest& request) {
  ASSIGN_OR_RETURN(const OpenedLog log,
                   OpenLogFor(office, call, request.caller(), request.log()));
  ASSIGN_OR_RETURN(std::string bytes,
                   ReadTile(log, merkle::kEntryBundle, request.bundle_index(),
                            request.width()));
  v1::GetEntryBundleResponse response;
  response.set_bundle(std::move(bytes));
  return response;
}

}  // namespace sijill::ledger_service
