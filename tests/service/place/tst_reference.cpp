// SPDX-License-Identifier: Apache-2.0
#include "app/service/place/reference.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace knock::place;

class tst_Reference : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void readsAHeader_data();
    void readsAHeader();
};

void tst_Reference::readsAHeader_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArrayList>("references");
    QTest::newRow("part") << "<cid:alice123@atlanta.example.com>"_ba
                          << QByteArrayList{"part alice123@atlanta.example.com"};
    QTest::newRow("percent signs") << "<CID:a%2Fb@c>"_ba << QByteArrayList{"part a/b@c"};
    QTest::newRow("HELD") << "<https://lis.example.com:8443/x?y=1>;routing-allowed=yes"_ba
                          << QByteArrayList{"https://lis.example.com:8443/x?y=1"};
    QTest::newRow("presence") << "<sips:3sdefrhy2jj7@lis.example.com;a=b>"_ba
                              << QByteArrayList{"sips:3sdefrhy2jj7@lis.example.com;a=b"};
    QTest::newRow("two") << "<cid:a@b>;inserted-by=\"edge.example.com\" ,\t<http://c/d>"_ba
                         << QByteArrayList{"part a@b", "http://c/d"};
    QTest::newRow("brackets in quotes") << "<cid:a@b>;x=\"\\\"<cid:c@d>\""_ba << QByteArrayList{"part a@b"};
    QTest::newRow("no brackets") << "cid:a@b"_ba << QByteArrayList();
    QTest::newRow("no scheme") << "<a@b>, <>, <:>, <cid:>"_ba << QByteArrayList();
    QTest::newRow("one without end") << "<cid:a@b, <cid:c@d>"_ba << QByteArrayList{"part c@d"};
    QTest::newRow("nothing") << ""_ba << QByteArrayList();
    QTest::newRow("quotes without end") << "<cid:a@b>;x=\"<cid:c@d>"_ba << QByteArrayList{"part a@b", "part c@d"};
    QTest::newRow("bytes") << QByteArray(5000, '\xff') << QByteArrayList();
}

void tst_Reference::readsAHeader()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArrayList, references);

    QByteArrayList found;
    for (const Reference &reference : referencesIn(header))
        found << (reference.isPart ? "part " : "") + reference.target;

    QCOMPARE(found, references);
}

QTEST_GUILESS_MAIN(tst_Reference)
#include "tst_reference.moc"
