using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Audit;

/// <summary>The chain over the log: whole when nobody touched it, broken at the first entry that somebody did.</summary>
public sealed class AuditChainTests
{
    private const int Written = 12;

    public static TheoryData<TestProvider, string, string, string> Tampering
    {
        get
        {
            var kinds = new (string What, string Sql, string Found)[]
            {
                ("details", "UPDATE audit_entries SET details = '[]' WHERE seq = 5", "Entry 5 "),
                ("actor", "UPDATE audit_entries SET actor_id = 9 WHERE seq = 5", "Entry 5 "),
                ("address", "UPDATE audit_entries SET address = NULL WHERE seq = 5", "Entry 5 "),
                ("hash", "UPDATE audit_entries SET hash = repeat_hash WHERE seq = 5", "Entry 5 "),
                ("removed", "DELETE FROM audit_entries WHERE seq IN (5, 6)", "Entries 5 to 6 are missing."),
                ("removed one", "DELETE FROM audit_entries WHERE seq = 5", "Entry 5 is missing."),
                ("removed first", "DELETE FROM audit_entries WHERE seq = 1", "Entry 1 is missing."),
                (
                    "removed last",
                    "DELETE FROM audit_entries WHERE seq = (SELECT seq FROM audit_chain)",
                    "missing at the end"
                ),
                (
                    "reordered",
                    "UPDATE audit_entries SET seq = -5 WHERE seq = 5; UPDATE audit_entries SET seq = 5 WHERE seq = 6; UPDATE audit_entries SET seq = 6 WHERE seq = -5",
                    "Entry 5 "
                ),
                (
                    "inserted",
                    "UPDATE audit_entries SET seq = -seq WHERE seq > 5; UPDATE audit_entries SET seq = -seq + 1 WHERE seq < 0; INSERT INTO audit_entries (at, action, via, seq, hash) SELECT at, action, via, 6, hash FROM audit_entries WHERE seq = 5",
                    "Entry 6 "
                ),
                (
                    "inserted beyond the end",
                    "INSERT INTO audit_entries (at, action, via, seq, hash) SELECT at, action, via, 1000, hash FROM audit_entries WHERE seq = 5",
                    "Entry 1000 lies beyond the end"
                ),
                ("end deleted", "DELETE FROM audit_chain", "The end of the chain is missing"),
                (
                    "cut by hand",
                    "INSERT INTO audit_anchors (seq, hash, cut_at) SELECT seq, hash, at FROM audit_entries WHERE seq = 5; DELETE FROM audit_entries WHERE seq <= 5",
                    "The cut after entry 5 is not in the log"
                ),
            };
            var data = new TheoryData<TestProvider, string, string, string>();
            foreach (var provider in Enum.GetValues<TestProvider>())
            {
                foreach (var (what, sql, found) in kinds)
                    data.Add(
                        provider,
                        what,
                        sql.Replace("repeat_hash", $"'{new string('a', 64)}'", StringComparison.Ordinal),
                        found
                    );
            }

            return data;
        }
    }

    [Theory, EachDatabase]
    public async Task Entries_are_sealed_in_their_order_without_gaps_and_verify(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        using (Actor.Use(AuditBooks.Neha))
            await fixture.WriteAsync(Written);
        var unsealed = await fixture.VerifyAsync();
        Assert.Equal((0, null), (unsealed.Checked, unsealed.Break));
        Assert.True(unsealed.Unsealed >= Written);

        var count = await fixture.SealAsync();

        var entries = await fixture.EntriesAsync();
        Assert.Equal(entries.Count, count);
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long?)i), entries.Select(e => e.Seq));
        Assert.Equal(0, await fixture.SealAsync());
        var verdict = await fixture.VerifyAsync();
        Assert.Equal(
            (count, count, entries[^1].Hash, 0, null),
            ((int)verdict.Checked, (int)verdict.Seq, verdict.Hash, verdict.Unsealed, verdict.Break)
        );
    }

    [Theory, MemberData(nameof(Tampering))]
    public async Task Whatever_somebody_does_to_a_sealed_entry_is_found(
        TestProvider provider,
        string what,
        string sql,
        string found
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        using (Actor.Use(AuditBooks.Neha))
            await fixture.WriteAsync(Written);
        await fixture.SealAsync();
        await fixture.DropTriggersAsync(provider);

        await fixture.RunAsync(sql);

        var verdict = await fixture.VerifyAsync();
        Assert.True(verdict.Break?.Contains(found, StringComparison.Ordinal), $"{what}: {verdict.Break}");
    }

    [Theory, EachDatabase]
    public async Task A_chain_that_was_written_anew_is_found_by_a_hash_that_was_noted_elsewhere(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.WriteAsync(Written);
        await fixture.SealAsync();
        var noted = await fixture.VerifyAsync();
        await fixture.DropTriggersAsync(provider);
        await fixture.RunAsync(
            $"UPDATE audit_entries SET seq = NULL, hash = NULL; UPDATE audit_entries SET details = '[]' WHERE record_id = '4'; UPDATE audit_chain SET seq = 0, hash = '{new string('0', 64)}'"
        );
        await fixture.SealAsync();

        Assert.Null((await fixture.VerifyAsync()).Break);
        Assert.Contains(
            "written anew",
            (await fixture.VerifyAsync((noted.Seq, noted.Hash))).Break,
            StringComparison.Ordinal
        );
    }

    [Theory, EachDatabase]
    public async Task Two_nodes_seal_at_once_and_no_entry_is_sealed_twice_or_left(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var stop = false;
        var sealing = Enumerable
            .Range(0, 2)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!Volatile.Read(ref stop))
                        await fixture.SealAsync();
                })
            )
            .ToList();
        await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 20; i++)
                            await fixture.WriteAsync(5);
                    })
                )
        );
        Volatile.Write(ref stop, true);
        await Task.WhenAll(sealing);
        await fixture.SealAsync();

        var entries = await fixture.EntriesAsync();
        Assert.True(entries.Count >= 300);
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(i => (long?)i), entries.Select(e => e.Seq).Order());
        Assert.Null((await fixture.VerifyAsync()).Break);
    }

    [Theory, EachDatabase]
    public async Task The_database_itself_refuses_to_change_or_delete_entries(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.WriteAsync(2);
        var loose = (await fixture.LastAsync()).Id;
        await RefusedAsync($"UPDATE audit_entries SET details = '[]' WHERE id = {loose}");
        await RefusedAsync($"DELETE FROM audit_entries WHERE id = {loose}");
        await RefusedAsync($"UPDATE audit_entries SET actor_id = 4, seq = 99, hash = 'x' WHERE id = {loose}");
        await fixture.SealAsync();
        await RefusedAsync("UPDATE audit_entries SET hash = 'x' WHERE seq = 1");
        await RefusedAsync("UPDATE audit_entries SET seq = NULL, hash = NULL WHERE seq = 1");
        await RefusedAsync("DELETE FROM audit_entries WHERE seq = 1");
        await RefusedAsync("UPDATE audit_chain SET seq = 0");
        await RefusedAsync("DELETE FROM audit_chain");
        Assert.Null((await fixture.VerifyAsync()).Break);

        async Task RefusedAsync(string sql)
        {
            var error = await Assert.ThrowsAnyAsync<DbException>(() => fixture.RunAsync(sql));
            Assert.Contains("append-only", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, EachDatabase]
    public async Task Old_entries_go_and_the_rest_still_verifies_from_the_anchor(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var retention = fixture.Get<IEnumerable<IRetention>>().Single(r => r.Kind == "audit");
        await fixture.WriteAsync(Written, "old");
        await fixture.SealAsync();
        fixture.Clock.Advance(TimeSpan.FromDays(200));
        await fixture.WriteAsync(3, "new");
        await fixture.SealAsync();
        var before = fixture.Clock.GetUtcNow().UtcDateTime.AddDays(-100);
        var due = (await retention.DueAsync(before, default)).Count;

        Assert.Equal(due, await retention.DeleteAsync(before, default));

        Assert.True(due >= Written);
        Assert.Equal(0, await retention.DeleteAsync(before, default));
        await fixture.SealAsync();
        var left = await fixture.EntriesAsync();
        Assert.Equal(["new", "new", "new", AuditActions.LogCut], left.Select(e => e.Action));
        var verdict = await fixture.VerifyAsync();
        Assert.Equal((4, null), (verdict.Checked, verdict.Break));
        await fixture.DropTriggersAsync(provider);
        await fixture.RunAsync($"UPDATE audit_entries SET details = NULL WHERE seq = {due + 1}");
        Assert.Contains($"Entry {due + 1} ", (await fixture.VerifyAsync()).Break, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_says_what_it_found_and_answers_with_its_exit_code()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.WriteAsync(3);
        await fixture.SealAsync();
        var (code, text) = await VerbAsync();
        Assert.Equal(0, code);
        Assert.Contains("The audit log is intact.", text, StringComparison.Ordinal);
        var noted = text.Split("Last: ")[1].Split('\n')[0].Trim();
        Assert.Equal(0, (await VerbAsync(noted)).Code);
        Assert.Equal(1, (await VerbAsync(noted.Split(':')[0] + ":" + new string('b', 64))).Code);
        Assert.Equal(2, (await VerbAsync("nonsense")).Code);
        await fixture.DropTriggersAsync(TestProvider.Sqlite);
        await fixture.RunAsync("UPDATE audit_entries SET action = 'other' WHERE seq = 2");
        (code, text) = await VerbAsync();
        Assert.Equal(1, code);
        Assert.Contains("Entry 2 (other", text, StringComparison.Ordinal);

        async Task<(int Code, string Text)> VerbAsync(params string[] arguments)
        {
            await using var output = new StringWriter();
            var exit = await VerifyAuditVerb.RunAsync(fixture.Get<AuditVerifier>(), arguments, output, default);
            return (exit, output.ToString());
        }
    }

    [Fact]
    public void Contents_that_differ_only_in_where_a_part_ends_have_different_hashes()
    {
        var one = new AuditEntry { Action = "a", Kind = "bc" };
        var other = new AuditEntry { Action = "ab", Kind = "c" };
        var none = new AuditEntry
        {
            Action = "ab",
            Kind = null,
            RecordId = "c",
        };
        Assert.Equal(3, new[] { one, other, none }.Select(e => AuditHash.Of("", 1, e)).Distinct().Count());
    }
}
