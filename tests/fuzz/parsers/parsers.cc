// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

constexpr Target kTargets[] = {
    {"EventHeader", FuzzEventHeader, EventHeaderSeeds, Shape::kBytes, 3000},
    {"SignedHeader", FuzzSignedHeader, SignedHeaderSeeds, Shape::kLengths,
     3000},
    {"Content", FuzzContent, ContentSeeds, Shape::kLengths, 1500},
    {"AtRest", FuzzAtRest, AtRestSeeds, Shape::kBytes, 1000},
    {"Note", FuzzNote, NoteSeeds, Shape::kText, 1500},
    {"VerifierKey", FuzzVerifierKey, VerifierKeySeeds, Shape::kText, 1000},
    {"TlogProof", FuzzTlogProof, TlogProofSeeds, Shape::kText, 1500},
    {"MerkleProof", FuzzMerkleProof, MerkleProofSeeds, Shape::kBytes, 1000},
    {"TileName", FuzzTileName, TileNameSeeds, Shape::kText, 3000},
    {"TileBytes", FuzzTileBytes, TileBytesSeeds, Shape::kBytes, 1000},
    {"Names", FuzzNames, NamesSeeds, Shape::kText, 5000},
    {"Encodings", FuzzEncodings, EncodingsSeeds, Shape::kText, 5000},
    {"Mrz", FuzzMrz, MrzSeeds, Shape::kText, 5000},
    {"NameField", FuzzNameField, NameFieldSeeds, Shape::kText, 3000},
    {"PartialDate", FuzzPartialDate, PartialDateSeeds, Shape::kText, 3000},
    {"Transliteration", FuzzTransliteration, TransliterationSeeds, Shape::kText,
     3000},
    {"RuleSet", FuzzRuleSet, RuleSetSeeds, Shape::kText, 150},
    {"Calendar", FuzzCalendar, CalendarSeeds, Shape::kText, 500},
    {"NodeConfig", FuzzNodeConfig, NodeConfigSeeds, Shape::kText, 2000},
    {"PeerFile", FuzzPeerFile, PeerFileSeeds, Shape::kText, 2000},
    {"ConnectionProfile", FuzzConnectionProfile, ConnectionProfileSeeds,
     Shape::kText, 2000},
    {"IssueIndex", FuzzIssueIndex, IssueIndexSeeds, Shape::kText, 1500},
    {"CertificateDer", FuzzCertificateDer, CertificateDerSeeds, Shape::kBytes,
     600},
    {"CertificatePem", FuzzCertificatePem, CertificatePemSeeds, Shape::kText,
     300},
    {"RevocationList", FuzzRevocationList, RevocationListSeeds, Shape::kText,
     300},
    {"SpiffeId", FuzzSpiffeId, SpiffeIdSeeds, Shape::kText, 2000},
    {"Released", FuzzReleased, ReleasedSeeds, Shape::kBytes, 400},
    {"LogHead", FuzzLogHead, LogHeadSeeds, Shape::kLengths, 2000},
    {"EvidenceCopy", FuzzEvidenceCopy, EvidenceCopySeeds, Shape::kBytes, 2000},
    {"JsonForm", FuzzJsonForm, JsonFormSeeds, Shape::kText, 300},
    {"Fold", FuzzFold, FoldSeeds, Shape::kProtobuf, 300},
    {"FieldText", FuzzFieldText, FieldTextSeeds, Shape::kText, 30},
};

}  // namespace

std::span<const Target> Targets() { return kTargets; }

}  // namespace sijill::fuzz
