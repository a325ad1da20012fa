// SPDX-License-Identifier: Apache-2.0
// The codes of States and organisations in machine-readable zones, ICAO
// Doc 9303-3 (8th ed.) section 5: ISO 3166-1 alpha-3 with ICAO's additions and
// its one exception: Germany is `D`, never DEU.
#pragma once

#include <string_view>

namespace sijill::icao {

// True if `code`, without fillers, may be a holder's nationality. Includes the
// codes of persons without one (XXA stateless, XXB and XXC refugees, XXX
// unspecified), of organisations whose officials bear it in place of a
// nationality (Doc 9303-6 note h), and UTO, which specimens use.
bool IsNationalityCode(std::string_view code);

// True if `code`, without fillers, may be an issuing State or organisation:
// the same codes without those of persons.
bool IsIssuerCode(std::string_view code);

}  // namespace sijill::icao
