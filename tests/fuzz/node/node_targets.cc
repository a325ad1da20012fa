// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/node/node_targets.h"

namespace sijill::fuzz {
namespace {

constexpr Target kTargets[] = {
    {"Delivery", FuzzDelivery, DeliverySeeds, Shape::kProtobuf, 300},
    {"ForgedDelivery", FuzzForgedDelivery, ForgedDeliverySeeds,
     Shape::kProtobuf, 150},
    {"Methods", FuzzMethods, MethodsSeeds, Shape::kProtobuf, 400},
    {"StoredRecord", FuzzStoredRecord, StoredRecordSeeds, Shape::kProtobuf,
     100},
    {"Tokens", FuzzTokens, TokensSeeds, Shape::kText, 1000},
    {"StatusDetails", FuzzStatusDetails, StatusDetailsSeeds, Shape::kProtobuf,
     500},
};

}  // namespace

std::span<const Target> Targets() { return kTargets; }

}  // namespace sijill::fuzz
