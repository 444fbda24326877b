// SPDX-License-Identifier: Apache-2.0
#include "app/service/aml/message.h"
#include "tests/fuzz/fuzz.h"

using namespace knock;

// The first line is the target, the rest the body; once it shows the right secrets, once none.
void knock::fuzz::read(QByteArrayView input)
{
    web::Request request;
    request.method = (cutByte(input) & 1) != 0 ? "POST" : "GET";
    request.target = cutLine(input).toByteArray();
    request.body = input.toByteArray();
    const aml::Reading reading = aml::read(request, {.key = "AML", .sms = "s"}, now());
    require(reading.status == 200 || reading.status == 404 || reading.status == 405);
    require(!reading.located || (reading.located->fix.isValid() && !reading.located->number.isEmpty()));
    require(!aml::read(request, {}, now()).located);
}
