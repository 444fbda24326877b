// SPDX-License-Identifier: Apache-2.0
#include "app/service/sms/kannel.h"

using namespace Qt::StringLiterals;

namespace knock::sms {

Result<HttpForm> kannel(QUrl url, const QString &user, const QString &password, bool hasReports)
{
    if (url.path().isEmpty() || url.path() == "/"_L1)
        url.setPath(u"/cgi-bin/sendsms"_s);
    HttpForm form;
    form.name = u"kannel"_s;
    form.url = QString::fromLatin1(url.toEncoded());
    form.isPlainAllowed = true; // a smsbox seldom speaks anything else
    form.headers = {{"X-Kannel-Username", user},
                    {"X-Kannel-Password", password},
                    {"X-Kannel-To", u"{number}"_s},
                    {"X-Kannel-Coding", u"2"_s}};
    form.contentType = "text/plain; charset=UTF-8";
    form.body = u"{text}"_s;
    form.answerId = u"\\A[03]:"_s; // "0: Accepted for delivery", "3: Queued for later delivery"
    if (hasReports) {
        // From the network: delivered (1) and failed (2); from its centre: refused (16).
        form.headers.append({"X-Kannel-DLR-Mask", u"19"_s});
        form.headers.append({"X-Kannel-DLR-Url", u"{report}&state=%d"_s});
        form.delivered = {u"1"_s};
        form.failed = {u"2"_s, u"16"_s};
    }
    if (const auto good = form.check(hasReports); !good)
        return failure(good.error().kind, u"the settings of Kannel: %1"_s.arg(good.error().detail));
    return form;
}

} // namespace knock::sms
