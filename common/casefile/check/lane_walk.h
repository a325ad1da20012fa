// SPDX-License-Identifier: Apache-2.0
// What CheckStore() does with lanes: links, places, heads, data keys.
#pragma once

#include <map>
#include <string>

#include "common/casefile/check/place.h"
#include "common/casefile/check/store_check.h"
#include "common/casefile/check/tally.h"
#include "common/event/signed_header.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile::check {

class LaneWalk {
 public:
  // All outlive the walk. `keys` may be nullptr.
  LaneWalk(const storage::Reader& store, content::KeyStore* keys,
           StoreReport& report, Tally& tally)
      : store_(store), keys_(keys), report_(report), tally_(tally) {}

  // The next event of the log, in its order.
  void Follow(const Place& place, const event::ParsedEvent& event,
              const store::v1::StoredEvent& stored);
  // The head of each lane is what its events make of it.
  void Finish();

 private:
  struct LaneEnd {
    event::Header header;
    base::Hash id;
    std::string data_key;
    uint64_t data_key_uses = 0;
  };

  void CheckKey(const Place& place, const store::v1::StoredEvent& stored,
                LaneEnd& end);

  const storage::Reader& store_;
  content::KeyStore* const keys_;
  StoreReport& report_;
  Tally& tally_;
  std::map<std::string, LaneEnd> lanes_;  // by LaneKey()
};

}  // namespace sijill::casefile::check
