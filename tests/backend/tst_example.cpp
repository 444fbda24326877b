// SPDX-License-Identifier: Apache-2.0
#include "app/backend/loader.h"
#include "tests/backend/conformance.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace knock;

/// The example, loaded as the workstation loads a plug-in, under the suite that any backend of somebody else is under.
class tst_Example final : public test::BackendConformance
{
    Q_OBJECT
protected:
    void renew() override
    {
        ++m_store;
        mend();
    }
    void spoil() override { QVERIFY(QFile(away()).open(QIODevice::WriteOnly)); }
    void mend() override { QFile::remove(away()); }

    std::unique_ptr<backend::Backend> make() override
    {
        auto loaded = backend::load(u"example"_s, {{u"store"_s, m_store}, {u"away"_s, away()}},
                                    QStringLiteral(KNOCK_EXAMPLE_FOLDER));
        if (!loaded)
            qWarning() << loaded.error().detail;
        return loaded ? *std::move(loaded) : nullptr;
    }

    void ring(const QString &number) override { let("ring", Q_ARG(QString, number)); }
    void speak(IncidentId incident) override { let("speak", Q_ARG(quint64, incident.value)); }
    void write(IncidentId incident) override { let("write", Q_ARG(quint64, incident.value)); }
    void film(IncidentId incident) override { let("film", Q_ARG(quint64, incident.value)); }
    void ail(IncidentId) override { let("ail"); }

private:
    template <typename... Arguments>
    void let(const char *what, Arguments &&...arguments)
    {
        QVERIFY(QMetaObject::invokeMethod(m_backend.get(), what, Qt::QueuedConnection, arguments...));
    }
    QString away() const { return m_folder.filePath(u"away"_s); }

    QTemporaryDir m_folder;
    int m_store = 0;
};

QTEST_MAIN(tst_Example)
#include "tst_example.moc"
