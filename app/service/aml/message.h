// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/dispatch/input.h"
#include "app/service/web/server.h"

namespace knock::aml {

/// What proves that a message comes from where the agency has ordered it.
struct Secrets {
    QByteArray key; ///< with which forms are signed; no form is taken without one
    QByteArray sms; ///< which the text gateway shows; no SMS is taken without one
};

/// What one request comes to.
struct Reading {
    int status = 200;
    /// NotFound: a telephone that knows no location. Refused: not from where it should come. Malformed: no AML.
    Result<dispatch::LocatedByPhone> located;
};

/// Two kinds of request; anything else is not there (404), or not in this way (405):
///
///     POST /aml                        the form of ETSI TS 103 625, its last field the signature
///     GET  /sms?from=&secret=&text=    an SMS, as a text gateway passes it on
///     POST /sms?from=&secret=          the same with the text as the body; in Kannel's own settings:
///                                      post-url = "https://HOST:PORT/sms?from=%p&secret=SECRET"
///
/// A request of these kinds is answered with 200 whatever it holds, so that nobody learns from it whose calls there
/// are, nor anything of the secrets. Pure.
[[nodiscard]] Reading read(const web::Request &request, const Secrets &secrets, const QDateTime &now);

} // namespace knock::aml
