using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>The score of the worklist: what is shown adds up, and each reason says what it counts.</summary>
public sealed class CollectionScoreTests
{
    private static readonly CollectionOptions Weights = new();

    private static readonly CollectionFacts Facts = new()
    {
        Undisputed = Ages(upTo30: 1_00_000, older: 1_50_000),
        Disputed = Money.FromRupees(2_50_000),
        OldestDays = 412,
        Broken = 1,
        PartKept = 1,
        SilentDays = 10,
        Months = 6,
        AverageOwed = Money.FromRupees(3_00_000),
        AverageReceived = Money.FromRupees(1_00_000),
    };

    [Fact]
    public void Every_reason_says_why_with_its_points_and_they_add_up()
    {
        var score = CollectionScoring.Of(Facts, Weights);

        Assert.Equal(
            [
                // The root of 2.5 L of 10 L is a half.
                new("amount", "₹2.50 L at risk", 15),
                // 60% of it is in the oldest bucket.
                new("age", "₹1.50 L older than 180 days, oldest item 412 days old", 12),
                new("promises", "1 broken promise, 1 promise kept in part in 12 months", 10),
                new("silence", "No contact for 10 days", 5),
                new("delay", "Usually pays after 90 days", 8),
                new("dispute", "₹2.50 L in dispute, not counted as at risk", -5),
            ],
            score.Reasons
        );
        Assert.Equal(45, score.Points);
        Assert.Equal(score.Points, score.Reasons.Sum(r => r.Points));
        Assert.Equal(score.Points, CollectionScoring.TotalOf(Facts, Weights));
    }

    [Fact]
    public void A_weight_of_nothing_leaves_its_reason_out()
    {
        var score = CollectionScoring.Of(Facts, Weights with { BrokenPromisePoints = 0, DisputePoints = 0 });

        Assert.DoesNotContain(score.Reasons, r => r.Key is "promises" or "dispute");
        Assert.Equal(40, score.Points);
    }

    [Fact]
    public void Nothing_at_risk_scores_nothing_however_much_is_disputed()
    {
        var score = CollectionScoring.Of(Facts with { Undisputed = AgeingAmounts.None }, Weights);

        Assert.Equal(0, score.Points);
        Assert.Empty(score.Reasons);
    }

    [Fact]
    public void A_credit_lowers_what_is_at_risk_and_makes_no_debt_younger()
    {
        var facts = Facts with { Undisputed = Ages(upTo30: -50_000, older: 1_50_000) };

        Assert.Equal(Money.FromRupees(1_00_000), facts.AtRisk);
        Assert.Equal(20, CollectionScoring.Of(facts, Weights).Reasons.Single(r => r.Key == "age").Points);
    }

    [Fact]
    public void Points_stop_at_their_most()
    {
        var facts = Facts with
        {
            Undisputed = Ages(older: 90_00_00_000),
            Disputed = Money.Zero,
            Broken = 40,
            SilentDays = 4000,
            AverageReceived = Money.Zero,
        };

        var score = CollectionScoring.Of(facts, Weights);

        Assert.Equal(100, score.Points);
        Assert.Contains(score.Reasons, r => r.Words == "Nothing received in 6 months");
    }

    [Fact]
    public void Who_was_never_contacted_gets_all_points_of_silence_and_who_was_today_none()
    {
        Assert.Equal(
            new ScoreReason("silence", "Not contacted yet", 15),
            CollectionScoring.Of(Facts with { SilentDays = null }, Weights).Reasons.Single(r => r.Key == "silence")
        );
        Assert.DoesNotContain(CollectionScoring.Of(Facts with { SilentDays = 0 }, Weights).Reasons, r =>
            r.Key == "silence"
        );
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(100, 0, 365)]
    [InlineData(100, 100, 30)]
    [InlineData(1_000_000, 1, 365)]
    public void The_usual_delay_is_how_long_the_debt_takes_at_the_known_pace(int owed, int received, int? days) =>
        Assert.Equal(
            days,
            (
                Facts with
                {
                    AverageOwed = Money.FromRupees(owed),
                    AverageReceived = Money.FromRupees(received),
                }
            ).UsualDelayDays
        );

    [Fact]
    public void More_of_any_reason_never_lowers_the_score()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var facts = new CollectionFacts
            {
                Undisputed = Ages(random.Next(1, 1_000_000), older: random.Next(1_000_000)),
                Broken = random.Next(4),
                SilentDays = random.Next(60),
                Months = 6,
                AverageOwed = Money.FromRupees(random.Next(1, 1_000_000)),
                AverageReceived = Money.FromRupees(random.Next(1, 1_000_000)),
            };
            var points = CollectionScoring.TotalOf(facts, Weights);
            Assert.InRange(points, 0, 100);
            Assert.True(CollectionScoring.TotalOf(facts with { Broken = facts.Broken + 1 }, Weights) >= points);
            Assert.True(CollectionScoring.TotalOf(facts with { SilentDays = facts.SilentDays + 5 }, Weights) >= points);
            Assert.True(
                CollectionScoring.TotalOf(
                    facts with
                    {
                        Undisputed = facts.Undisputed with
                        {
                            Older = facts.Undisputed.Older + Money.FromRupees(10_000),
                        },
                    },
                    Weights
                ) >= points
            );
            Assert.True(
                CollectionScoring.TotalOf(facts with { Disputed = Money.FromRupees(50_000) }, Weights) <= points
            );
        }
    }

    [Theory]
    [InlineData("98765 43210", "tel:+919876543210", "https://wa.me/919876543210")]
    [InlineData("098765-43210", "tel:+919876543210", "https://wa.me/919876543210")]
    [InlineData("919876543210", "tel:+919876543210", "https://wa.me/919876543210")]
    [InlineData("+971 (50) 123 4567", "tel:+971501234567", "https://wa.me/971501234567")]
    [InlineData("00971501234567", "tel:+971501234567", "https://wa.me/971501234567")]
    [InlineData("2456789", "tel:2456789", null)]
    public void A_number_becomes_links(string number, string call, string? chat)
    {
        Assert.Null(PhoneNumber.ProblemOf(number));
        Assert.Equal((call, chat), (PhoneNumber.CallHref(number), PhoneNumber.ChatHref(number)));
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567890123456")]
    [InlineData("98765x43210")]
    [InlineData("javascript:alert(1234567)")]
    [InlineData("9876+543210")]
    public void What_is_no_number_is_refused(string text) => Assert.NotNull(PhoneNumber.ProblemOf(text));

    private static AgeingAmounts Ages(decimal upTo30 = 0, decimal older = 0) =>
        AgeingAmounts.None with
        {
            UpTo30 = Money.FromRupees(upTo30),
            Older = Money.FromRupees(older),
        };
}
