// SPDX-License-Identifier: Apache-2.0
// The targets that are parsers: a function for each, in a file of its own, and
// what it starts from.
#pragma once

#include <string_view>

#include "tests/fuzz/harness/target.h"

namespace sijill::fuzz {

Inputs EventHeaderSeeds();
void FuzzEventHeader(std::string_view bytes);
Inputs SignedHeaderSeeds();
void FuzzSignedHeader(std::string_view bytes);
Inputs ContentSeeds();
void FuzzContent(std::string_view bytes);
Inputs AtRestSeeds();
void FuzzAtRest(std::string_view bytes);
Inputs NoteSeeds();
void FuzzNote(std::string_view bytes);
Inputs VerifierKeySeeds();
void FuzzVerifierKey(std::string_view bytes);
Inputs TlogProofSeeds();
void FuzzTlogProof(std::string_view bytes);
Inputs MerkleProofSeeds();
void FuzzMerkleProof(std::string_view bytes);
Inputs TileNameSeeds();
void FuzzTileName(std::string_view bytes);
Inputs TileBytesSeeds();
void FuzzTileBytes(std::string_view bytes);
Inputs NamesSeeds();
void FuzzNames(std::string_view bytes);
Inputs EncodingsSeeds();
void FuzzEncodings(std::string_view bytes);
Inputs MrzSeeds();
void FuzzMrz(std::string_view bytes);
Inputs NameFieldSeeds();
void FuzzNameField(std::string_view bytes);
Inputs PartialDateSeeds();
void FuzzPartialDate(std::string_view bytes);
Inputs TransliterationSeeds();
void FuzzTransliteration(std::string_view bytes);
Inputs RuleSetSeeds();
void FuzzRuleSet(std::string_view bytes);
Inputs CalendarSeeds();
void FuzzCalendar(std::string_view bytes);
Inputs NodeConfigSeeds();
void FuzzNodeConfig(std::string_view bytes);
Inputs PeerFileSeeds();
void FuzzPeerFile(std::string_view bytes);
Inputs ConnectionProfileSeeds();
void FuzzConnectionProfile(std::string_view bytes);
Inputs IssueIndexSeeds();
void FuzzIssueIndex(std::string_view bytes);
Inputs CertificateDerSeeds();
void FuzzCertificateDer(std::string_view bytes);
Inputs CertificatePemSeeds();
void FuzzCertificatePem(std::string_view bytes);
Inputs RevocationListSeeds();
void FuzzRevocationList(std::string_view bytes);
Inputs SpiffeIdSeeds();
void FuzzSpiffeId(std::string_view bytes);
Inputs ReleasedSeeds();
void FuzzReleased(std::string_view bytes);
Inputs LogHeadSeeds();
void FuzzLogHead(std::string_view bytes);
Inputs EvidenceCopySeeds();
void FuzzEvidenceCopy(std::string_view bytes);
Inputs JsonFormSeeds();
void FuzzJsonForm(std::string_view bytes);
Inputs FieldTextSeeds();
void FuzzFieldText(std::string_view bytes);
Inputs FoldSeeds();
void FuzzFold(std::string_view bytes);

}  // namespace sijill::fuzz
