using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.SecondFactors;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>What somebody who is signed in gives to prove that it is still them.</summary>
public enum ProofKind
{
    Password,

    /// <summary>A code of the authenticator app, or a recovery code. A browser does not fill it in by itself as it does a password.</summary>
    Code,
}

/// <summary>Proves again, before an act that is guarded twice, that the person at an open session is its owner.</summary>
public sealed class Confirmations(
    IDbContextFactory<ReportsDb> contexts,
    IPasswordHasher<User> hasher,
    SecondFactorCheck secondFactor,
    AccountSecurity security,
    Sessions sessions
)
{
    public async Task<ProofKind> ProofOfAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireSelf();
        await using var db = contexts.CreateDbContext();
        return await db.Set<User>().AnyAsync(u => u.Id == currentUser.UserId && u.TwoFactorEnabled, ct)
            ? ProofKind.Code
            : ProofKind.Password;
    }

    /// <summary>Takes the proof for the session of the request.</summary>
    /// <exception cref="DomainException">Invalid: the proof is wrong. Too many wrong ones.</exception>
    public async Task ConfirmAsync(HttpContext http, string? proof, CancellationToken ct)
    {
        var currentUser = http.CurrentUser();
        if (await ProofOfAsync(currentUser, ct) == ProofKind.Code)
        {
            if (!await secondFactor.CheckAsync(currentUser.UserId, proof, SessionOrigin.Of(http), ct))
                throw DomainException.Invalid("proof", SecondFactorCheck.WrongWords);
        }
        else
        {
            await CheckPasswordAsync(currentUser, proof ?? "", ct);
        }

        if (http.User.FindFirstValue(SessionClaims.Session) is { } session)
            await sessions.ConfirmAsync(session, currentUser.UserId, ct);
    }

    private async Task CheckPasswordAsync(CurrentUser currentUser, string password, CancellationToken ct)
    {
        security.RefuseGuessing(currentUser);
        await using var db = contexts.CreateDbContext();
        var user = await db.Set<User>().SingleAsync(u => u.Id == currentUser.UserId, ct);
        if (
            user.PasswordHash is { } hash
            && hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed
        )
        {
            security.ForgetGuesses(currentUser);
            return;
        }

        if (user.PasswordHash is null)
            throw DomainException.Invalid(
                "proof",
                "Your account has no password. Sign out, sign in again and try again."
            );
        security.CountGuess(currentUser);
        throw DomainException.Invalid("proof", "That is not your password.");
    }
}
