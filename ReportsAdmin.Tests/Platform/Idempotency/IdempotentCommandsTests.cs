using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Idempotency;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Idempotency;

/// <summary>A form that is sent twice creates one thing.</summary>
public sealed class IdempotentCommandsTests
{
    private static readonly Guid Form = Guid.NewGuid();

    private sealed record Content(string Name, int[] People);

    private sealed record OtherContent(string Name, int[] People);

    [Theory, EachDatabase]
    public async Task The_same_content_of_a_form_runs_once_and_answers_the_same(TestProvider provider)
    {
        await using var test = await Once.OpenAsync(provider);

        Assert.Equal(1, await test.SendAsync(Form, new Content("a", [1, 2])));
        Assert.Equal(1, await test.SendAsync(Form, new Content("a", [1, 2])));

        Assert.Equal(1, test.Runs);
    }

    [Theory, EachDatabase]
    public async Task Other_content_another_form_another_command_and_another_person_run_on_their_own(
        TestProvider provider
    )
    {
        await using var test = await Once.OpenAsync(provider);

        Assert.Equal(1, await test.SendAsync(Form, new Content("a", [1])));
        Assert.Equal(2, await test.SendAsync(Form, new Content("a", [1, 2])));
        Assert.Equal(3, await test.SendAsync(Guid.NewGuid(), new Content("a", [1])));
        Assert.Equal(4, await test.SendAsync(Form, new OtherContent("a", [1])));
        Assert.Equal(5, await test.SendAsync(Form, new Content("a", [1]), userId: 7));
    }

    [Theory, EachDatabase]
    public async Task A_refused_command_may_be_sent_again(TestProvider provider)
    {
        await using var test = await Once.OpenAsync(provider);
        test.Refusal = DomainException.Invalid("name", "No.");

        await Assert.ThrowsAsync<DomainException>(() => test.SendAsync(Form, new Content("a", [])));
        test.Refusal = null;

        Assert.Equal(2, await test.SendAsync(Form, new Content("a", [])));
    }

    [Theory, EachDatabase]
    public async Task A_command_at_work_refuses_the_second(TestProvider provider)
    {
        await using var test = await Once.OpenAsync(provider);
        test.Wait = new TaskCompletionSource();
        var first = test.SendAsync(Form, new Content("a", []));
        await test.Started.Task;

        var refused = await Assert.ThrowsAsync<DomainException>(() => test.SendAsync(Form, new Content("a", [])));
        test.Wait.SetResult();

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Equal(1, await first);
        Assert.Equal(1, await test.SendAsync(Form, new Content("a", [])));
    }

    [Theory, EachDatabase]
    public async Task A_key_is_free_again_after_a_day_and_two_minutes_after_its_process_died(TestProvider provider)
    {
        await using var test = await Once.OpenAsync(provider);
        Assert.Equal(1, await test.SendAsync(Form, new Content("a", [])));
        test.Wait = new TaskCompletionSource();
        var lost = test.SendAsync(Form, new Content("lost", []));
        await test.Started.Task;
        test.Wait = null;

        test.Fixture.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(3, await test.SendAsync(Form, new Content("lost", [])));
        Assert.Equal(1, await test.SendAsync(Form, new Content("a", [])));

        test.Fixture.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(4, await test.SendAsync(Form, new Content("a", [])));
        Assert.False(lost.IsCompleted);
    }

    /// <summary>A command that counts its runs.</summary>
    private sealed class Once(TestFixture fixture, IdempotentCommands commands) : IAsyncDisposable
    {
        public TestFixture Fixture => fixture;

        public int Runs { get; private set; }

        public Exception? Refusal { get; set; }

        public TaskCompletionSource? Wait { get; set; }

        public TaskCompletionSource Started { get; } = new();

        public static async Task<Once> OpenAsync(TestProvider provider)
        {
            var fixture = await TestFixture.OpenAsync(provider);
            return new(fixture, new IdempotentCommands(new IdempotencyStore(fixture.Contexts, fixture.Clock)));
        }

        public Task<int> SendAsync(Guid form, object content, int userId = 0) =>
            commands.RunAsync(
                userId == 0 ? CurrentUser.System : CurrentUser.System with { UserId = userId },
                form,
                content,
                async () =>
                {
                    var run = ++Runs;
                    if (Wait is { } wait)
                    {
                        Started.TrySetResult();
                        await wait.Task;
                    }

                    return Refusal is null ? run : throw Refusal;
                },
                CancellationToken.None
            );

        public ValueTask DisposeAsync() => fixture.DisposeAsync();
    }
}
