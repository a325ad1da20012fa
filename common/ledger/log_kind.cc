// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/log_kind.h"

#include "common/base/big_endian.h"
#include "common/base/text.h"

namespace sijill::ledger {

std::string_view Prefix(LogKind kind) {
  return kind == LogKind::kShared ? "S" : "O";
}

std::string SizeKey(LogKind kind) { return base::StrCat(Prefix(kind), "size"); }

std::string HeadKey(LogKind kind) { return base::StrCat(Prefix(kind), "head"); }

std::string EntryKey(LogKind kind, uint64_t index) {
  return base::StrCat(Prefix(kind), "e", base::U64(index));
}

std::string NodeKey(LogKind kind, int level, uint64_t index) {
  return base::StrCat(Prefix(kind), "n",
                      std::string(1, static_cast<char>(level)),
                      base::U64(index));
}

std::string TermKey() { return "Mterm"; }

}  // namespace sijill::ledger
