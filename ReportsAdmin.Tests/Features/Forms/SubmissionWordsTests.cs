using ReportsAdmin.Features.Forms.Review;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

public sealed class SubmissionWordsTests
{
    [Theory]
    [InlineData("Asha Menon", "ceo@example.com", "Asha Menon")]
    [InlineData(null, "ceo@example.com", "ceo@example.com (unverified)")]
    [InlineData(null, null, "Public link")]
    [InlineData(null, "", "Public link")]
    public void An_address_that_somebody_typed_is_never_shown_as_if_it_were_known(
        string? account,
        string? typed,
        string shown
    ) => Assert.Equal(shown, SubmissionWords.From(account, typed, "Public link"));
}
