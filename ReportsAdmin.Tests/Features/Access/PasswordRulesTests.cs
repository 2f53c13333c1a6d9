using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>Which passwords are refused, and why.</summary>
public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = PasswordRules.Of(new ConfigurationBuilder().Build());

    [Theory]
    [InlineData("short", "10 to 128 characters")]
    [InlineData("aaaaaaaaaaaa", "different characters")]
    [InlineData("1234512345", "repeats")]
    [InlineData("mumbai7mumbai7", "repeats")]
    [InlineData("abcabcabcabdeabcabcabcabde", "repeats")]
    [InlineData("1234567890", "keyboard")]
    [InlineData("abcdefghij1", "keyboard")]
    [InlineData("qwertyuiop", "keyboard")]
    [InlineData("1qaz2wsx3edc", "keyboard")]
    [InlineData("password123", "tried first")]
    [InlineData("P@ssw0rd!!2026", "tried first")]
    [InlineData("Welcome@2025", "tried first")]
    [InlineData("Mumbai#1234567", "tried first")]
    [InlineData("adminadmin12345", "tried first")]
    [InlineData("companyreports9", "tried first")]
    [InlineData("Kulkarni.1987!", "your name")]
    [InlineData("neha.kulkarni42", "your name")]
    public void A_password_that_is_tried_first_is_refused_with_the_reason(string password, string reason)
    {
        var refused = Assert.Throws<DomainException>(() =>
            Rules.Check(password, "Neha Kulkarni", "neha.kulkarni@example.com")
        );

        Assert.Contains(reason, refused.Fields["next"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("four unrelated words")]
    [InlineData("correct horse battery staple")]
    [InlineData("my password is a long sentence")]
    [InlineData("Demo@12345 Kettle Brass")]
    [InlineData("vT9!kq#2Lm")]
    [InlineData("तीन अलग शब्द यहाँ")]
    public void A_password_that_is_its_own_is_taken(string password) =>
        Rules.Check(password, "Neha Kulkarni", "neha.kulkarni@example.com");

    [Fact]
    public void A_list_of_known_passwords_is_read_as_text_or_as_hashes()
    {
        var file = Path.GetTempFileName();
        try
        {
            // The second line is the SHA-1 of "four unrelated words", as published lists have them.
            File.WriteAllLines(
                file,
                [
                    "purple teapot 88",
                    Convert.ToHexString(System.Security.Cryptography.SHA1.HashData("four unrelated words"u8.ToArray()))
                        + ":17",
                    "",
                ]
            );
            var rules = PasswordRules.Of(
                new ConfigurationBuilder().AddInMemoryCollection([new("Passwords:BreachedFile", file)]).Build()
            );

            foreach (var known in new[] { "purple teapot 88", "four unrelated words" })
                Assert.Contains(
                    "leak",
                    Assert.Throws<DomainException>(() => rules.Check(known, "A", "a@example.com")).Fields["next"],
                    StringComparison.Ordinal
                );
            rules.Check("purple teapot 89", "A", "a@example.com");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_list_that_is_not_there_stops_the_start() =>
        Assert.Throws<OptionsValidationException>(() =>
            PasswordRules.Of(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([new("Passwords:BreachedFile", "/no/such/list.txt")])
                    .Build()
            )
        );
}
